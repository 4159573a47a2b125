//! How many connections each address has open, so that one client cannot take them all.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Counts the open connections of each address.
#[derive(Clone)]
pub(super) struct Addresses {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most: usize,
}

impl Addresses {
    /// At most so many of one address.
    pub(super) fn new(most: usize) -> Self {
        Self { open: Arc::default(), most }
    }

    /// Counts one more until it is dropped; `None` when the address has as many as it may.
    pub(super) fn open(&self, address: IpAddr) -> Option<Open> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Open { addresses: self.clone(), address })
    }
}

/// An open connection.
pub(super) struct Open {
    addresses: Addresses,
    address: IpAddr,
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = self.addresses.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_and_no_more() {
        let addresses = Addresses::new(2);
        let (one, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let first = addresses.open(one);
        let second = addresses.open(one);
        assert!(first.is_some() && second.is_some() && addresses.open(one).is_none());
        assert!(addresses.open(other).is_some(), "another address has its own");
        drop(first);
        assert!(addresses.open(one).is_some());
        drop(second);
        assert!(addresses.open.lock().unwrap().is_empty(), "nothing is kept of addresses that are gone");
    }
}
