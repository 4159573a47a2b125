//! Several at work on one database.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use chrono::Days;
use sea_orm::EntityTrait;
use tellergraph_api::store::codes::learn;
use tellergraph_api::store::refresh::{Progress, refresh};
use tellergraph_entity::{code_text, segment_refresh};
use tellergraph_segmentation::Rules;
use tellergraph_tests::require::engines;

use super::{AS_OF, NOW, Outcome, bank, refreshed, segments};

#[tokio::test]
async fn of_two_refreshers_one_waits_for_the_other() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 40).await?;
        let other = bank.database.connect().await?;
        let (yesterday, today) = (AS_OF - Days::new(1), AS_OF);
        let rules = Rules::default();
        let (one, two, learnt) =
            tokio::join!(refreshed(&bank.db, yesterday), refreshed(&other, today), learn(&bank.db, &rules));
        learnt?;
        let (one, two) = (one?, two?);
        let mut ids = [one.refresh_id, two.refresh_id];
        ids.sort_unstable();
        assert_eq!(ids, [1, 2], "{engine:?}");
        let last = if one.refresh_id == 2 { one } else { two };
        let segments = segments(&bank.db).await?;
        assert_eq!(segments.len(), 40);
        assert!(segments.iter().all(|segment| segment.as_of == last.as_of), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn readers_see_all_of_a_refresh_or_nothing() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 40).await?;
        refreshed(&bank.db, AS_OF).await?;
        let writer = bank.database.connect().await?;
        let mut refreshing = tokio::spawn(async move {
            for days in 1..=5 {
                refreshed(&writer, AS_OF - Days::new(days)).await?;
            }
            Ok::<_, tellergraph_api::store::StoreError>(())
        });
        loop {
            let is_over = refreshing.is_finished();
            let segments = segments(&bank.db).await?;
            assert_eq!(segments.len(), 40, "{engine:?}");
            assert!(segments.iter().all(|segment| segment.as_of == segments[0].as_of), "{engine:?}");
            if is_over {
                break;
            }
        }
        (&mut refreshing).await??;
    }
    Ok(())
}

#[tokio::test]
async fn a_refresh_that_is_given_up_changes_nothing() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 40).await?;
        refreshed(&bank.db, AS_OF).await?;
        let before = segments(&bank.db).await?;
        let texts = code_text::Entity::find().all(&bank.db).await?;
        let earlier = AS_OF - Days::new(400);
        // Given up where it begins, before it takes the old answers away, and after it has put all new ones down.
        {
            let mut begun = pin!(refreshed(&bank.db, earlier));
            assert!(poll_fn(|context| Poll::Ready(begun.as_mut().poll(context).is_pending())).await, "{engine:?}");
        }
        for reached in [0, 40] {
            let db = bank.db.clone();
            let refreshing = tokio::spawn(async move {
                let give_up = |progress: Progress| assert_ne!(progress.done, reached, "given up on purpose");
                refresh(&db, &Rules::default(), earlier, NOW, give_up).await
            });
            assert!(refreshing.await.is_err(), "{engine:?}");
            assert!(segments(&bank.db).await? == before, "{engine:?}");
            assert_eq!(segment_refresh::Entity::find().all(&bank.db).await?.len(), 1);
        }
        refreshed(&bank.db, AS_OF).await?;
        assert!(segments(&bank.db).await? == before, "{engine:?}");
        assert!(code_text::Entity::find().all(&bank.db).await? == texts);
    }
    Ok(())
}
