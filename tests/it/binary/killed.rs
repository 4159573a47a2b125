//! A refresh that is killed in the middle leaves the answers as they were, and the next one completes.

use std::time::{Duration, Instant};

use chrono::NaiveTime;
use sea_orm::{EntityTrait as _, QueryOrder as _};
use tellergraph_entity::{customer_segment, household, segment_history, segment_trigger};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::program::Program;
use tellergraph_tests::require::{engines, kills};

use super::Outcome;

const SEED: [&str; 9] = ["seed", "--customers", "400", "--seed", "7", "--as-of", "2026-06-30", "--intensity", "0.1"];
/// The date of a month's end, so that the history is written too.
const REFRESH: [&str; 5] = ["segment", "refresh", "--as-of", "2026-05-31", "--full"];
/// Kills on each engine, unless the environment asks for another number.
const KILLS: u32 = 3;

/// All that is derived, but when it was computed.
async fn derived(database: &Database) -> Result<[String; 4], sea_orm::DbErr> {
    let db = database.connect().await?;
    let mut segments =
        customer_segment::Entity::find().order_by_asc(customer_segment::Column::CustomerId).all(&db).await?;
    for segment in &mut segments {
        segment.computed_at = segment.as_of.and_time(NaiveTime::MIN);
    }
    let triggers = segment_trigger::Entity::find().order_by_asc(segment_trigger::Column::CustomerId);
    let triggers = triggers.order_by_asc(segment_trigger::Column::Kind).all(&db).await?;
    let households = household::Entity::find().order_by_asc(household::Column::HouseholdId).all(&db).await?;
    let history = segment_history::Entity::find().order_by_asc(segment_history::Column::AsOf);
    let history = history.order_by_asc(segment_history::Column::CustomerId).all(&db).await?;
    db.close().await?;
    Ok([format!("{segments:?}"), format!("{triggers:?}"), format!("{households:?}"), format!("{history:?}")])
}

/// Moments spread over the whole of a refresh, in an order without a pattern.
fn moments(whole: Duration, kills: u32) -> impl Iterator<Item = Duration> {
    (0..kills).map(move |kill| whole.mul_f64(f64::from(kill * 37 % 101) / 101.0 * 0.95 + 0.02))
}

/// A bank with answers of its last day.
async fn bank(engine: Engine) -> Result<(Database, Program), Failure> {
    let database = Database::empty(engine).await?;
    let program = Program::on(&database)?;
    program.succeed(&["migrate"]).await?;
    program.succeed(&SEED).await?;
    Ok((database, program))
}

#[tokio::test]
async fn a_killed_refresh_leaves_what_was_and_the_next_completes() -> Outcome {
    let kills = kills().unwrap_or(KILLS);
    for engine in engines() {
        let (twin, untouched) = bank(engine).await?;
        let begun = Instant::now();
        untouched.succeed(&REFRESH).await?;
        let whole = begun.elapsed();
        let expected = derived(&twin).await?;

        let (mut database, mut program) = bank(engine).await?;
        let before = derived(&database).await?;
        let mut killed = 0;
        for moment in moments(whole, kills) {
            if program.killed_after(&REFRESH, moment).await? {
                // It was quicker than the first: then its answers are whole, and the next is to be killed elsewhere.
                assert!(derived(&database).await? == expected, "{engine:?}");
                (database, program) = bank(engine).await?;
            } else {
                killed += 1;
                assert!(derived(&database).await? == before, "{engine:?}: killed after {moment:?} of {whole:?}");
            }
        }
        assert!(killed > 0, "{engine:?}: none of {kills} was quick enough to kill in {whole:?}");
        program.succeed(&REFRESH).await?;
        assert!(derived(&database).await? == expected, "{engine:?}: after {killed} kills");
    }
    Ok(())
}
