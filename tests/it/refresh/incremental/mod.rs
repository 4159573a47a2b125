//! A refresh that answers few comes to the same as one that answers everybody.

mod changes;

use chrono::{Days, NaiveDate};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder, TransactionTrait};
use tellergraph_api::store::StoreError;
use tellergraph_api::store::refresh::{Options, Progress, Refreshed, refresh_with};
use tellergraph_entity::customer_segment::Model as Segment;
use tellergraph_entity::{code_text, customer_change, segment_history};
use tellergraph_migration::migrate;
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::answer::AgeGroup;
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require::engines;

use super::{AS_OF, NOW, Outcome, bank, households, refreshed, segments, triggers};
use changes::{Keys, Lot, draw, moves, written_for};

const FULL: Options = Options { snapshot: false, full: true };

async fn fully(db: &DatabaseConnection, as_of: NaiveDate) -> Result<Refreshed, StoreError> {
    refresh_with(db, &Rules::default(), as_of, NOW, FULL, |_| {}).await
}

/// All that a refresh writes, table by table.
async fn derived(db: &DatabaseConnection) -> Result<[String; 5], sea_orm::DbErr> {
    use segment_history::{Column, Entity};
    let history = Entity::find().order_by_asc(Column::AsOf).order_by_asc(Column::CustomerId).all(db).await?;
    let mut texts: Vec<String> =
        code_text::Entity::find().all(db).await?.iter().map(|text| format!("{text:?}")).collect();
    texts.sort();
    Ok([
        format!("{:#?}", segments(db).await?),
        format!("{:#?}", triggers(db).await?),
        format!("{:#?}", households(db).await?),
        format!("{history:#?}"),
        texts.join("\n"),
    ])
}

/// The first line in which two texts differ, with what is around it.
fn difference(one: &str, other: &str) -> String {
    let place = one.lines().zip(other.lines()).position(|(one, other)| one != other).unwrap_or_default();
    let near = |text: &str| text.lines().skip(place.saturating_sub(30)).take(32).collect::<Vec<_>>().join("\n");
    format!("{}\n-- instead of --\n{}", near(one), near(other))
}

/// Changes by another program, round by round: first of a family, then random ones, at the same date, at the next days,
/// and back.
#[tokio::test]
async fn few_answered_anew_are_as_if_everybody_had_been() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        let twin = super::bank(Engine::Sqlite, 60).await?;
        let program = bank.database.connect().await?;
        let mut lot = Lot::new(11);
        let mut few = 0;
        let mut as_of = AS_OF;
        refreshed(&bank.db, as_of).await?;
        let mut first_rounds = moves(&Keys::read(&twin.db).await?).into_iter();
        for round in 1..=40 {
            let mut done = Vec::new();
            let moved = first_rounds.next();
            let changes = if moved.is_some() { 1 } else { 1 + lot.below(4) };
            for _ in 0..changes {
                let statements = match &moved {
                    Some(statements) => statements.clone(),
                    None => draw(&mut lot, &Keys::read(&twin.db).await?),
                };
                for statement in statements {
                    program.execute_unprepared(&written_for(engine, &statement)).await?;
                    twin.db.execute_unprepared(&written_for(Engine::Sqlite, &statement)).await?;
                    done.push(statement);
                }
            }
            as_of = match round {
                15 | 25 => as_of + Days::new(1),
                20 => AS_OF,
                30 => AS_OF - Days::new(31),
                _ => as_of,
            };
            let outcome = refreshed(&bank.db, as_of).await?;
            assert_eq!(outcome.customers, fully(&twin.db, as_of).await?.customers);
            few += u64::from(outcome.answered < outcome.customers);
            let (incremental, full) = (derived(&bank.db).await?, derived(&twin.db).await?);
            for (incremental, full) in incremental.iter().zip(&full) {
                let difference = difference(incremental, full);
                assert!(incremental == full, "{engine:?}, round {round}, after {done:#?}: {difference}");
            }
        }
        assert!(few > 20, "{engine:?}: only {few} rounds answered few");
    }
    Ok(())
}

#[tokio::test]
async fn only_those_are_answered_whose_answers_can_have_changed() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 200).await?;
        let first = refreshed(&bank.db, AS_OF).await?;
        assert_eq!((first.answered, first.is_tracked), (200, true), "{engine:?}");
        assert_eq!(refreshed(&bank.db, AS_OF).await?.answered, 0, "{engine:?}");
        bank.db.execute_unprepared("UPDATE customer SET phone = '1' WHERE customer_id = 7").await?;
        let second = refreshed(&bank.db, AS_OF).await?;
        assert!((1..20).contains(&second.answered) && second.customers == 200, "{engine:?}: {second:?}");
        assert!(customer_change::Entity::find().all(&bank.db).await?.is_empty(), "{engine:?}");
        // Who is no customer any more has no answers, household and triggers either.
        bank.db.execute_unprepared("INSERT INTO customer (customer_id) VALUES (5000)").await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.customers, 201);
        bank.db.execute_unprepared("DELETE FROM customer WHERE customer_id = 5000").await?;
        let last = refreshed(&bank.db, AS_OF).await?;
        assert_eq!((last.answered, last.customers), (0, 200), "{engine:?}");
        assert!(segments(&bank.db).await?.iter().all(|segment| segment.customer_id != 5000));
        assert!(households(&bank.db).await?.iter().all(|home| home.household_id != 5000));
    }
    Ok(())
}

/// Answers of before may be written over, and leave nothing behind.
#[tokio::test]
async fn everybody_answered_anew_is_as_if_for_the_first_time() -> Outcome {
    let next = AS_OF + Days::new(1);
    for engine in engines() {
        let bank = bank(engine, 40).await?;
        bank.db.execute_unprepared("INSERT INTO customer (customer_id) VALUES (5000)").await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.customers, 41, "{engine:?}");
        bank.db.execute_unprepared("DELETE FROM customer WHERE customer_id = 5000").await?;
        bank.db.execute_unprepared("UPDATE accounts SET balance = NULL WHERE customer_id < 20").await?;
        let again = refreshed(&bank.db, next).await?;
        assert_eq!((again.answered, again.customers), (40, 40), "{engine:?}");
        let other = super::bank(engine, 40).await?;
        other.db.execute_unprepared("UPDATE accounts SET balance = NULL WHERE customer_id < 20").await?;
        refreshed(&other.db, next).await?;
        let (again, first) = (derived(&bank.db).await?, derived(&other.db).await?);
        // The history has one date more.
        for kind in [0, 1, 2, 4] {
            assert!(again[kind] == first[kind], "{engine:?}: {}", difference(&again[kind], &first[kind]));
        }
    }
    Ok(())
}

#[tokio::test]
async fn everybody_is_answered_when_little_is_known() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 40).await?;
        let (db, rules) = (&bank.db, Rules::default());
        refreshed(db, AS_OF).await?;
        assert_eq!(fully(db, AS_OF).await?.answered, 40);
        assert_eq!(refreshed(db, AS_OF + Days::new(1)).await?.answered, 40, "{engine:?}: another date");
        let mut other = rules.clone();
        other.age.young_max += 1;
        let changed = refresh_with(db, &other, AS_OF + Days::new(1), NOW, Options::default(), |_| {}).await?;
        assert_eq!(changed.answered, 40, "{engine:?}: other rules");
        refreshed(db, AS_OF).await?;
        assert_eq!(refreshed(db, AS_OF).await?.answered, 0);
        db.execute_unprepared("INSERT INTO customer_change (everybody) VALUES (TRUE)").await?;
        assert_eq!(refreshed(db, AS_OF).await?.answered, 40, "{engine:?}: anything may have changed");
        db.execute_unprepared("UPDATE customer SET phone = '1' WHERE customer_id <= 20").await?;
        assert_eq!(refreshed(db, AS_OF).await?.answered, 40, "{engine:?}: half the bank");

        let drop = match engine {
            Engine::Postgres => "DROP TRIGGER tellergraph_payments_update ON payments",
            _ => "DROP TRIGGER tellergraph_payments_update",
        };
        db.execute_unprepared(drop).await?;
        for _ in 0..2 {
            let untracked = refreshed(db, AS_OF).await?;
            assert_eq!((untracked.answered, untracked.is_tracked), (40, false), "{engine:?}: a trigger is missing");
        }
        migrate(db).await?;
        let tracked = refreshed(db, AS_OF).await?;
        assert_eq!((tracked.answered, tracked.is_tracked), (40, true), "{engine:?}: it is there again");
        assert_eq!(refreshed(db, AS_OF).await?.answered, 0);
    }
    Ok(())
}

/// What is committed while a refresh is at work is not in its answers, and is in those of the next.
#[tokio::test]
async fn changes_during_a_refresh_are_left_for_the_next() -> Outcome {
    // A writer on SQLite waits until the refresh is over.
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF - Days::new(1)).await?;
        let minor = AgeGroup::Minor.position();
        let grown_up = |segment: &&Segment| segment.age_group != minor;
        let before = segments(&bank.db).await?;
        let (early, late) = (before.iter().find(grown_up), before.iter().rfind(grown_up));
        let (early, late) = (early.ok_or("one")?.customer_id, late.ok_or("another")?.customer_id);
        let rejuvenate =
            |customer| format!("UPDATE customer SET date_of_birth = '2020-01-01' WHERE customer_id = {customer}");
        // Begun before, and committed after: what it logs has the smaller keys.
        let program = bank.database.connect().await?;
        let slow = program.begin().await?;
        slow.execute_unprepared(&rejuvenate(late)).await?;
        let url = bank.database.url.clone();
        let during = |progress: Progress| {
            if progress.done == 0 {
                write_aside(&url, rejuvenate(early)).join().expect("a thread");
            }
        };
        refresh_with(&bank.db, &Rules::default(), AS_OF, NOW, FULL, during).await?;
        let minors = async || -> Result<[bool; 2], sea_orm::DbErr> {
            let segments = segments(&bank.db).await?;
            let is_minor = |segment: &Segment| segment.age_group == minor;
            Ok([early, late].map(|who| segments.iter().filter(|s| s.customer_id == who).any(is_minor)))
        };
        assert_eq!(minors().await?, [false, false], "{engine:?}: half of a change");
        let second = refreshed(&bank.db, AS_OF).await?;
        assert!((1..30).contains(&second.answered), "{engine:?}: {second:?}");
        assert_eq!(minors().await?, [true, false], "{engine:?}");
        slow.commit().await?;
        let third = refreshed(&bank.db, AS_OF).await?;
        assert!((1..30).contains(&third.answered), "{engine:?}: {third:?}");
        assert_eq!(minors().await?, [true, true], "{engine:?}");
        assert!(customer_change::Entity::find().all(&bank.db).await?.is_empty(), "{engine:?}");
    }
    Ok(())
}

/// Gives a statement to the database from within a callback, on a thread of its own.
fn write_aside(url: &str, statement: String) -> std::thread::JoinHandle<()> {
    let url = url.to_owned();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let written = runtime.block_on(async {
            let db = sea_orm::Database::connect(&url).await?;
            db.execute_unprepared(&statement).await?;
            db.close().await
        });
        written.expect("a statement");
    })
}

/// Of two at once the second finds nothing left to do.
#[tokio::test]
async fn a_second_refresher_does_what_is_left() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF).await?;
        bank.db.execute_unprepared("UPDATE customer SET phone = '1' WHERE customer_id = 7").await?;
        let other = bank.database.connect().await?;
        let (one, two) = tokio::join!(refreshed(&bank.db, AS_OF), refreshed(&other, AS_OF));
        let mut answered = [one?.answered, two?.answered];
        answered.sort_unstable();
        assert!(answered[0] == 0 && (1..20).contains(&answered[1]), "{engine:?}: {answered:?}");
    }
    Ok(())
}

/// A table that is emptied while it is read: the outcome is whole, and the next refresh is right.
#[tokio::test]
async fn a_table_that_is_emptied_meanwhile_is_read_whole_or_found_empty() -> Outcome {
    for engine in engines().into_iter().filter(|engine| *engine != Engine::Sqlite) {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF).await?;
        let before = derived(&bank.db).await?;
        let url = bank.database.url.clone();
        let mut emptying = None;
        let during = |progress: Progress| {
            if progress.done == 0 {
                let begun = write_aside(&url, "TRUNCATE TABLE communication_log".to_owned());
                if engine == Engine::Postgres {
                    begun.join().expect("a thread");
                } else {
                    emptying = Some(begun);
                }
            }
        };
        refresh_with(&bank.db, &Rules::default(), AS_OF, NOW, FULL, during).await?;
        if let Some(emptying) = emptying {
            // On MariaDB it waits for all who read the table.
            assert!(derived(&bank.db).await? == before, "{engine:?}: some rows were gone");
            emptying.join().expect("a thread");
        }
        let twin = super::bank(Engine::Sqlite, 60).await?;
        twin.db.execute_unprepared("DELETE FROM communication_log").await?;
        fully(&twin.db, AS_OF).await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.answered, 60, "{engine:?}");
        let (one, other) = (derived(&bank.db).await?, derived(&twin.db).await?);
        assert!(one == other, "{engine:?}: {}", difference(&one[0], &other[0]));
        // Emptied and filled again with a part of what there was.
        for statement in [
            "CREATE TABLE kept AS SELECT * FROM payments WHERE payment_id < 40",
            "TRUNCATE TABLE payments",
            "INSERT INTO payments SELECT * FROM kept",
        ] {
            bank.db.execute_unprepared(statement).await?;
        }
        twin.db.execute_unprepared("DELETE FROM payments WHERE payment_id >= 40").await?;
        fully(&twin.db, AS_OF).await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.answered, 60, "{engine:?}");
        let (one, other) = (derived(&bank.db).await?, derived(&twin.db).await?);
        assert!(one == other, "{engine:?}: {}", difference(&one[0], &other[0]));
    }
    Ok(())
}
