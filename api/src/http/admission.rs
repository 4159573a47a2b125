//! How many requests are worked on at once, and how many may wait for their turn: more would only make all of them late.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::refusal::Refusal;
use crate::{config::Http, graphql::error::Code};

/// When to try again, in seconds: by then those who wait now have been served or refused.
pub(super) const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// Lets requests in.
pub(crate) struct Admission {
    room: Semaphore,
    waiting: Semaphore,
    patience: Duration,
}

impl Admission {
    pub(crate) fn new(config: &Http) -> Self {
        Self {
            room: Semaphore::new(config.max_requests),
            waiting: Semaphore::new(config.max_waiting),
            patience: Duration::from_millis(config.waiting_timeout_ms),
        }
    }

    /// Waits for room; it is given back when the permit is dropped.
    ///
    /// # Errors
    /// 503 with `Retry-After`: at once when too many wait already, or when no room was made in time.
    pub(super) async fn admit(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        if let Ok(permit) = self.room.try_acquire() {
            return Ok(permit);
        }
        let _place = self.waiting.try_acquire().map_err(|_| overloaded())?;
        match tokio::time::timeout(self.patience, self.room.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(overloaded()),
        }
    }
}

fn overloaded() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        Code::Overloaded,
        "The server has more requests than it can take. Try again shortly.",
    )
    .with_header(header::RETRY_AFTER, RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn admission(max_requests: usize, max_waiting: usize, waiting_timeout_ms: u64) -> Admission {
        let http = Config::documented().unwrap().http;
        Admission::new(&Http { max_requests, max_waiting, waiting_timeout_ms, ..http })
    }

    #[tokio::test]
    async fn those_who_wait_are_let_in_one_by_one() {
        let admission = admission(1, 2, 60_000);
        let first = admission.admit().await.unwrap();
        let mut second = Box::pin(admission.admit());
        let mut third = Box::pin(admission.admit());
        assert!(futures_util::poll!(&mut second).is_pending() && futures_util::poll!(&mut third).is_pending());
        assert_eq!(admission.admit().await.unwrap_err().code(), Code::Overloaded, "nobody waits behind them");
        drop(first);
        let second = second.await.unwrap();
        assert!(futures_util::poll!(&mut third).is_pending());
        drop(second);
        assert!(third.await.is_ok());
        assert!(admission.admit().await.is_ok(), "all room is given back");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let admission = admission(1, 1, 500);
        let _first = admission.admit().await.unwrap();
        let begun = tokio::time::Instant::now();
        let refused = admission.admit().await.unwrap_err();
        assert_eq!((refused.status(), refused.code()), (StatusCode::SERVICE_UNAVAILABLE, Code::Overloaded));
        assert_eq!(begun.elapsed(), Duration::from_millis(500));
    }

    #[tokio::test]
    async fn whoever_goes_away_leaves_room_behind() {
        let admission = admission(1, 1, 60_000);
        let first = admission.admit().await.unwrap();
        let mut second = Box::pin(admission.admit());
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(second);
        let mut third = Box::pin(admission.admit());
        assert!(futures_util::poll!(&mut third).is_pending(), "the place of the second is free");
        drop(first);
        assert!(third.await.is_ok());
    }
}
