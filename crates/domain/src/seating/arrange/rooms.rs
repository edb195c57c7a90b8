//! Which room of a site takes how many of which subject.

use super::super::room::Room;

/// One room and who was sent there.
pub(super) struct Share<'a> {
    /// The room.
    pub room: &'a Room,
    /// Ordinary seats that are still free.
    pub free: usize,
    /// Whose room it is: the first subject that was sent there.
    pub subject: Option<usize>,
    /// Indices of the candidates.
    pub members: Vec<usize>,
}

/// The rooms of one site, by number.
pub(super) struct Shares<'a> {
    rooms: Vec<Share<'a>>,
    subjects: usize,
}

impl<'a> Shares<'a> {
    pub fn new(rooms: &[&'a Room]) -> Self {
        let share = |room: &&'a Room| Share {
            room,
            free: room.layout.seats().iter().filter(|seat| !seat.spare).count(),
            subject: None,
            members: Vec::new(),
        };
        Self { rooms: rooms.iter().map(share).collect(), subjects: 0 }
    }

    /// A number for the next subject.
    pub fn subject(&mut self) -> usize {
        self.subjects += 1;
        self.subjects
    }

    /// Sends these to rooms without stairs that are still free, and gives back who found none. So many to a room that
    /// all of them sit in its front row, unless there are fewer rooms than that takes.
    pub fn take_accessible(&mut self, subject: usize, needs: Vec<usize>) -> Vec<usize> {
        let mut left = needs;
        let is_free =
            |share: &&mut Share<'_>| share.room.accessible && share.free > 0 && share.subject.is_none();
        for share in self.rooms.iter_mut().filter(is_free) {
            if left.is_empty() {
                break;
            }
            let count = left.len().min(share.front()).max(1);
            share.send(subject, left.drain(..count.min(left.len())));
        }
        let is_ours = |share: &&mut Share<'_>| share.room.accessible && share.subject == Some(subject);
        for share in self.rooms.iter_mut().filter(is_ours) {
            let count = left.len().min(share.free);
            share.send(subject, left.drain(..count));
        }
        left
    }

    /// How many of `count` each room takes: first the rooms that are this subject's already, then free ones by number;
    /// at last, if `mixed`, what others left.
    pub fn quotas(&self, subject: usize, count: usize, mixed: bool) -> Vec<(usize, usize)> {
        let pick = |wanted: fn(Option<usize>, usize) -> bool| {
            let fits =
                move |(_, share): &(usize, &Share<'a>)| share.free > 0 && wanted(share.subject, subject);
            self.rooms.iter().enumerate().filter(fits).map(|(at, share)| (at, share.free))
        };
        let own = pick(|owner, subject| owner == Some(subject));
        let fresh = pick(|owner, _| owner.is_none());
        let others = pick(|owner, subject| owner.is_some_and(|owner| owner != subject));
        let mut left = count;
        let mut quotas = Vec::new();
        for (at, free) in own.chain(fresh).chain(others.filter(|_| mixed)) {
            let quota = free.min(left);
            if quota == 0 {
                break;
            }
            left -= quota;
            quotas.push((at, quota));
        }
        quotas
    }

    /// Sends the candidates to their rooms in this order, and gives back those who found no seat.
    pub fn fill(&mut self, subject: usize, quotas: &[(usize, usize)], list: Vec<usize>) -> Vec<usize> {
        let mut list = list.into_iter();
        for (at, quota) in quotas {
            self.rooms[*at].send(subject, list.by_ref().take(*quota));
        }
        list.collect()
    }

    /// The rooms that somebody was sent to.
    pub fn into_rooms(self) -> impl Iterator<Item = Share<'a>> {
        self.rooms.into_iter().filter(|share| !share.members.is_empty())
    }
}

impl Share<'_> {
    /// Ordinary seats in the front row.
    fn front(&self) -> usize {
        self.room.layout.seats().iter().filter(|seat| !seat.spare && seat.spot.row == 0).count()
    }

    fn send(&mut self, subject: usize, who: impl Iterator<Item = usize>) {
        let before = self.members.len();
        self.members.extend(who);
        self.free = self.free.saturating_sub(self.members.len() - before);
        if self.members.len() > before {
            self.subject.get_or_insert(subject);
        }
    }
}
