-- Until when its owner may change 报考信息 although the edit window has closed: a permit for one person, from the office.
ALTER TABLE registrations ADD COLUMN permit_until BIGINT;
