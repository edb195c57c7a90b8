-- What staff look at all day: how many wait where, and who has waited longest.
CREATE INDEX registrations_by_place ON registrations (state, exam_id, site);
CREATE INDEX registrations_by_wait ON registrations (state, state_at, id);
CREATE INDEX proofs_undecided ON proofs (given_at, id) WHERE decision IS NULL;
