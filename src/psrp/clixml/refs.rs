//! The objects and type lists of one document that a later `Ref` or `TNRef` may name.
//!
//! Servers number them 0, 1, 2 …, so they live in a vector; a server that does otherwise is
//! served from a map, whose size its own document bounds.

use std::collections::HashMap;

#[derive(Debug)]
pub(super) struct Refs<T> {
    dense: Vec<T>,
    sparse: HashMap<u64, T>,
}

impl<T> Default for Refs<T> {
    fn default() -> Self {
        Self {
            dense: Vec::new(),
            sparse: HashMap::new(),
        }
    }
}

/// The number is taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken;

impl<T> Refs<T> {
    pub(super) fn clear(&mut self) {
        self.dense.clear();
        self.sparse.clear();
    }

    pub(super) fn insert(&mut self, id: u64, item: T) -> Result<(), Taken> {
        if self.get(id).is_some() {
            return Err(Taken);
        }
        if id == self.dense.len() as u64 {
            self.dense.push(item);
        } else {
            self.sparse.insert(id, item);
        }
        Ok(())
    }

    pub(super) fn get(&self, id: u64) -> Option<&T> {
        let dense = usize::try_from(id)
            .ok()
            .and_then(|index| self.dense.get(index));
        dense.or_else(|| self.sparse.get(&id))
    }

    pub(super) fn get_mut(&mut self, id: u64) -> Option<&mut T> {
        let dense = usize::try_from(id)
            .ok()
            .and_then(|index| self.dense.get_mut(index));
        dense.or_else(|| self.sparse.get_mut(&id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_come_in_any_order_but_only_once() {
        let mut refs = Refs::default();
        for id in [0, 5, 1, 2, u64::MAX, 3, 4] {
            let taken = if id == 5 || id == u64::MAX || id < 5 {
                Ok(())
            } else {
                Err(Taken)
            };
            assert_eq!(refs.insert(id, id), taken);
        }
        for id in [0, 1, 2, 3, 4, 5, u64::MAX] {
            assert_eq!(refs.get(id), Some(&id));
            assert_eq!(refs.insert(id, 0), Err(Taken));
        }
        assert_eq!(refs.get(6), None);
    }
}
