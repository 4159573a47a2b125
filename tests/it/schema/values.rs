//! Texts and amounts are the same on every engine.

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, Statement, Value};
use tellergraph_entity::hundredths::Hundredths;
use tellergraph_entity::money::Money;
use tellergraph_entity::{account, credit_history, customer};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::Outcome;

/// In the order of their code points. Natural collations mix the cases, take accents for their letters, ignore
/// trailing spaces and punctuation, and sort what is beyond the first plane before the end of it.
const BY_CODE_POINT: [&str; 10] = [" a", "A", "B", "a", "a ", "a\u{301}", "b", "\u{e1}", "\u{ff21}", "\u{1f600}"];

async fn insert(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Outcome {
    let backend = db.get_database_backend();
    let mut numbered = sql.to_owned();
    if backend == sea_orm::DbBackend::Postgres {
        for position in 1..=values.len() {
            numbered = numbered.replacen('?', &format!("${position}"), 1);
        }
    }
    db.execute_raw(Statement::from_sql_and_values(backend, numbered, values)).await?;
    Ok(())
}

#[tokio::test]
async fn texts_compare_by_code_point() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        for (id, name) in (1_i64..).zip(BY_CODE_POINT.iter().rev()) {
            let values = vec![id.into(), (*name).into()];
            insert(&db, "INSERT INTO customer (customer_id, name) VALUES (?, ?)", values).await?;
        }
        let ordered = customer::Entity::find().order_by_asc(customer::Column::Name).all(&db).await?;
        let names: Vec<_> = ordered.iter().filter_map(|row| row.name.as_deref()).collect();
        assert_eq!(names, BY_CODE_POINT, "{engine:?}");

        for name in BY_CODE_POINT {
            use sea_orm::{ColumnTrait, QueryFilter};
            let equal = customer::Entity::find().filter(customer::Column::Name.eq(name)).all(&db).await?;
            let names: Vec<_> = equal.iter().filter_map(|row| row.name.as_deref()).collect();
            assert_eq!(names, [name], "{engine:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn amounts_come_back_as_they_went_in() -> Outcome {
    let amounts = ["9999999999999999.99", "-9999999999999999.99", "90071992547409.93", "0.10", "100.00", "0.00"];
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        let backend = db.get_database_backend();
        for (id, amount) in (1_i64..).zip(amounts) {
            let values = vec![id.into(), amount.parse::<Money>()?.to_value(backend)];
            insert(&db, "INSERT INTO accounts (account_id, balance) VALUES (?, ?)", values).await?;
        }
        let values = vec![100_i64.into(), Money::to_nullable_value(None, backend)];
        insert(&db, "INSERT INTO accounts (account_id, balance) VALUES (?, ?)", values).await?;

        let rows = account::Entity::find().order_by_asc(account::Column::AccountId).all(&db).await?;
        let read: Vec<_> = rows.iter().map(|row| row.balance.map(|balance| balance.to_string())).collect();
        let written: Vec<_> = amounts.iter().map(|amount| Some((*amount).to_owned())).chain([None]).collect();
        assert_eq!(read, written, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_utilization_comes_back_as_it_went_in() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        let utilization: Hundredths = "37.50".parse()?;
        let values = vec![1_i64.into(), utilization.to_value(db.get_database_backend())];
        insert(&db, "INSERT INTO credit_history (credit_id, credit_utilization) VALUES (?, ?)", values).await?;
        let row = credit_history::Entity::find().one(&db).await?;
        assert_eq!(row.and_then(|row| row.credit_utilization), Some(utilization), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_amount_is_not_saved_through_an_active_model_on_sqlite() -> Outcome {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        let balance = Some("5.00".parse::<Money>()?);
        let row = account::ActiveModel { account_id: Set(1), balance: Set(balance), ..Default::default() };
        let saved = row.insert(&db).await;
        if engine == Engine::Sqlite {
            assert!(saved.expect_err("a refusal").to_string().contains("to_value"));
        } else {
            assert_eq!(saved?.balance, balance);
        }
    }
    Ok(())
}

#[tokio::test]
async fn sqlite_refuses_a_fraction_in_a_column_of_minor_units() -> Outcome {
    let database = Database::create(Engine::Sqlite).await?;
    let db = database.connect().await?;
    for fraction in ["1234.5", "'1234.50'"] {
        let sql = format!("INSERT INTO accounts (account_id, balance) VALUES (1, {fraction})");
        let error = db.execute_unprepared(&sql).await.expect_err("a refusal");
        assert!(error.to_string().contains("CHECK constraint failed"), "{error}");
    }
    Ok(())
}
