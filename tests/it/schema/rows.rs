//! A row of each table, with a value in each column that is no amount, as its entity reads it.

use sea_orm::{ConnectionTrait, EntityTrait};
use tellergraph_entity::{
    account, code_text, communication_log, compliance, credit_history, customer, customer_search, customer_segment,
    gen_chunk, gen_run, household, payment, relationship, security, segment_cell, segment_history, segment_refresh,
    segment_snapshot, segment_snapshot_class, segment_trigger, transaction, unmapped_code,
};
use tellergraph_tests::engine::Database;
use tellergraph_tests::require::engines;

use super::Outcome;

/// Keys beyond 32 bits, a leap day, the last second of a day.
const ROWS: [&str; 22] = [
    "INSERT INTO customer VALUES (5000000000, 'Ada', 'ada@example.org', '+1', 'Road 1', '2000-02-29', 'X1')",
    "INSERT INTO accounts (account_id, customer_id, account_type, status) VALUES (5000000001, 5000000000, 'a', 'b')",
    "INSERT INTO transactions (transaction_id, account_id, transaction_type, transaction_date, notes) \
     VALUES (5000000002, 5000000001, 'a', '2026-06-30 23:59:59', 'b')",
    "INSERT INTO payments (payment_id, account_id, recipient, payment_date, payment_method) \
     VALUES (5000000003, 5000000001, 'a', '2026-06-30', 'b')",
    "INSERT INTO credit_history (credit_id, customer_id, credit_score, payment_history) \
     VALUES (5000000004, 5000000000, 640, 'a')",
    "INSERT INTO security VALUES (5000000005, 5000000000, 'a', 'b', 'c')",
    "INSERT INTO relationships VALUES (5000000006, 5000000000, 5000000000, 'a')",
    "INSERT INTO communication_log VALUES (5000000007, 5000000000, 'a', '2026-06-30 23:59:59', 'b')",
    "INSERT INTO compliance VALUES (5000000008, 5000000000, TRUE, 'a', FALSE)",
    "INSERT INTO customer_segment VALUES (5000000000, '2026-06-30', '2026-07-01 00:00:00', \
     'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 2, 3, 4, 5, 6, NULL, 100, \
     80, 1, 2, NULL, 3, 4, 1, 9000, 2, 3, 4, 545, 5000000000, 12, 3, '1,0,0,1', '1,2026-06-30,70')",
    "INSERT INTO segment_trigger VALUES (5000000000, 1, '2026-06-30', 70)",
    "INSERT INTO household VALUES (5000000000, '2026-06-30', 3, NULL, NULL, 2, 67, NULL, 3, 2)",
    "INSERT INTO segment_refresh VALUES (1, '2026-06-30', \
     'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '2026-07-01 00:00:00', 5000000000, \
     'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb')",
    "INSERT INTO segment_history VALUES ('2026-06-30', 5000000000, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 1, 2, 3, \
     NULL, NULL, 100)",
    "INSERT INTO segment_snapshot VALUES ('2026-06-30', \
     'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '2026-07-01 00:00:00', 5000000000)",
    "INSERT INTO customer_search VALUES ('muller', 5000000000)",
    "INSERT INTO segment_snapshot_class VALUES ('life_stage', '2026-06-30', 4, 5000000000)",
    "INSERT INTO segment_cell VALUES ('age_group', '', 2, -1, 1, 5000000000, '1,250,250,250,250,250', '0', '0')",
    "INSERT INTO code_text VALUES ('account_type', 'Savings ', 'savings')",
    "INSERT INTO unmapped_code VALUES (1, 'account_type', 'Sparbuch ', 5000000000)",
    "INSERT INTO gen_run VALUES (1, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'gen/1', \
     5000000000, '2026-06-30', 'complete', FALSE, 3, NULL, '1:2', 'anna1,bob2')",
    "INSERT INTO gen_chunk VALUES (1, 5000000000, '1,2', 'a,b')",
];

#[tokio::test]
async fn every_entity_reads_a_row_of_its_table() -> Outcome {
    let mut answers = Vec::new();
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        for row in ROWS {
            db.execute_unprepared(row).await?;
        }
        let read = [
            format!("{:?}", customer::Entity::find().all(&db).await?),
            format!("{:?}", account::Entity::find().all(&db).await?),
            format!("{:?}", transaction::Entity::find().all(&db).await?),
            format!("{:?}", payment::Entity::find().all(&db).await?),
            format!("{:?}", credit_history::Entity::find().all(&db).await?),
            format!("{:?}", security::Entity::find().all(&db).await?),
            format!("{:?}", relationship::Entity::find().all(&db).await?),
            format!("{:?}", communication_log::Entity::find().all(&db).await?),
            format!("{:?}", compliance::Entity::find().all(&db).await?),
            format!("{:?}", customer_segment::Entity::find().all(&db).await?),
            format!("{:?}", segment_trigger::Entity::find().all(&db).await?),
            format!("{:?}", household::Entity::find().all(&db).await?),
            format!("{:?}", segment_refresh::Entity::find().all(&db).await?),
            format!("{:?}", segment_history::Entity::find().all(&db).await?),
            format!("{:?}", segment_snapshot::Entity::find().all(&db).await?),
            format!("{:?}", customer_search::Entity::find().all(&db).await?),
            format!("{:?}", segment_snapshot_class::Entity::find().all(&db).await?),
            format!("{:?}", segment_cell::Entity::find().all(&db).await?),
            format!("{:?}", code_text::Entity::find().all(&db).await?),
            format!("{:?}", unmapped_code::Entity::find().all(&db).await?),
            format!("{:?}", gen_run::Entity::find().all(&db).await?),
            format!("{:?}", gen_chunk::Entity::find().all(&db).await?),
        ];
        assert!(read.iter().all(|rows| rows.starts_with("[Model")), "{engine:?}: {read:#?}");
        answers.push(read);
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
    Ok(())
}

#[tokio::test]
async fn a_row_that_refers_to_nobody_is_refused() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        let orphan = "INSERT INTO accounts (account_id, customer_id) VALUES (1, 404)";
        assert!(db.execute_unprepared(orphan).await.is_err(), "{engine:?}");
        let derived = "INSERT INTO customer_segment VALUES (404, '2026-06-30', '2026-07-01 00:00:00', 'a', \
                       1, 2, 3, 4, 5, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
                       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)";
        db.execute_unprepared(derived).await?;
    }
    Ok(())
}
