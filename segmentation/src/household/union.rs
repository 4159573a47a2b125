//! Sets that grow together, and the groups they end as.

/// Disjoint sets of places; the smallest place names its set.
#[derive(Debug)]
pub(super) struct Union {
    /// A smaller place of the same set, or the place itself when it names the set.
    towards_name: Vec<usize>,
}

impl Union {
    pub(super) fn new(len: usize) -> Self {
        Self { towards_name: (0..len).collect() }
    }

    /// Makes one set of two. The smaller name stays, so the outcome does not depend on the order of the calls.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.name_of(one), self.name_of(other));
        let (smaller, greater) = (one.min(other), one.max(other));
        if let Some(towards) = self.towards_name.get_mut(greater) {
            *towards = smaller;
        }
    }

    fn name_of(&mut self, mut place: usize) -> usize {
        while let Some(&next) = self.towards_name.get(place) {
            if next == place {
                break;
            }
            let beyond = self.towards_name.get(next).copied().unwrap_or(next);
            // Halving the way keeps later searches short.
            if let Some(towards) = self.towards_name.get_mut(place) {
                *towards = beyond;
            }
            place = beyond;
        }
        place
    }

    /// The sets as they are now.
    pub(super) fn groups(&mut self) -> Groups {
        let names: Vec<usize> = (0..self.towards_name.len()).map(|place| self.name_of(place)).collect();
        let mut members: Vec<usize> = (0..names.len()).collect();
        members.sort_by_key(|place| names.get(*place).copied());
        Groups { names, members }
    }
}

/// Places in groups.
#[derive(Debug)]
pub(super) struct Groups {
    /// The name of the group of each place.
    names: Vec<usize>,
    /// All places, by name of the group, then ascending.
    members: Vec<usize>,
}

impl Groups {
    pub(super) fn name_of(&self, place: usize) -> Option<usize> {
        self.names.get(place).copied()
    }

    /// The groups by ascending name, each with its members ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.members.chunk_by(|one, other| self.name_of(*one) == self.name_of(*other))
    }

    /// The members of the group of a place, ascending.
    pub(super) fn members_with(&self, place: usize) -> &[usize] {
        let name = self.name_of(place);
        let start = self.members.partition_point(|member| self.name_of(*member) < name);
        let end = self.members.partition_point(|member| self.name_of(*member) <= name);
        self.members.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_named_by_their_smallest_member_whatever_the_order() {
        for pairs in [[(4, 2), (2, 5), (0, 3)], [(3, 0), (5, 2), (5, 4)]] {
            let mut union = Union::new(6);
            for (one, other) in pairs {
                union.join(one, other);
            }
            let groups = union.groups();
            let all: Vec<&[usize]> = groups.iter().collect();
            assert_eq!(all, [&[0, 3][..], &[1], &[2, 4, 5]]);
            assert_eq!(groups.members_with(5), [2, 4, 5]);
            assert_eq!(groups.name_of(4), Some(2));
        }
    }
}
