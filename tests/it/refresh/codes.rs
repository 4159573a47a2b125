//! The texts of the bank's code columns and what they stand for.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait};
use serde_json::json;
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::catalog::{CATALOG, Kind, Vocabulary};
use tellergraph_api::graphql::request::{Request, RequestId};
use tellergraph_api::store::codes::{Follower, follow, learn, load};
use tellergraph_api::store::refresh::refresh;
use tellergraph_entity::code_text;
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require::engines;

use super::{AS_OF, NOW, Outcome, bank, refreshed};

const ODD_ROWS: [&str; 6] = [
    "INSERT INTO accounts (account_id, account_type, status) VALUES \
     (1, 'Savings', 'open'), (2, 'savings', 'open'), (3, 'no such type', ''), (4, NULL, NULL)",
    "INSERT INTO transactions (transaction_id, transaction_type) VALUES (1, 'Direct Debit'), (2, 'direct debit ')",
    "INSERT INTO payments (payment_id, payment_method) VALUES (1, 'savings')",
    "INSERT INTO security (security_id, access_level) VALUES (1, 'Premium')",
    "INSERT INTO relationships (relationship_id, relationship_type) VALUES (1, 'Wife')",
    "INSERT INTO communication_log (log_id, communication_type) VALUES (1, 'E-Mail')",
];

/// By vocabulary, text and code.
async fn texts(db: &DatabaseConnection) -> Result<BTreeSet<(String, String, String)>, sea_orm::DbErr> {
    let rows = code_text::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.vocabulary, row.text, row.code)).collect())
}

fn vocabulary(key: &str) -> &'static Vocabulary {
    let mut fields = CATALOG.concepts().iter().flat_map(|concept| &concept.fields);
    fields
        .find_map(|field| match field.kind {
            Kind::Code { vocabulary, .. } if vocabulary.key == key => Some(vocabulary),
            _ => None,
        })
        .expect("a vocabulary")
}

#[tokio::test]
async fn exactly_the_texts_of_the_bank_are_known() -> Outcome {
    let expected = [
        ("account_status", "", "unknown"),
        ("account_status", "open", "active"),
        ("account_type", "Savings", "savings"),
        ("account_type", "savings", "savings"),
        ("account_type", "no such type", "unknown"),
        ("access_level", "Premium", "premium"),
        ("communication_type", "E-Mail", "email"),
        ("payment_method", "savings", "unknown"),
        ("relationship_type", "Wife", "spouse"),
        ("transaction_type", "Direct Debit", "direct_debit"),
        ("transaction_type", "direct debit ", "direct_debit"),
    ];
    let expected: BTreeSet<_> =
        expected.map(|(vocabulary, text, code)| (vocabulary.to_owned(), text.to_owned(), code.to_owned())).into();
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        bank.db.execute_unprepared("INSERT INTO code_text VALUES ('account_type', 'left over', 'savings')").await?;
        for sql in ODD_ROWS {
            bank.db.execute_unprepared(sql).await?;
        }
        learn(&bank.db, &Rules::default()).await?;
        assert_eq!(texts(&bank.db).await?, expected, "{engine:?}");
        // A refresh learns as well.
        bank.db.execute_unprepared("DELETE FROM code_text").await?;
        refreshed(&bank.db, AS_OF).await?;
        assert_eq!(texts(&bank.db).await?, expected, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_refresh_under_other_aliases_learns_other_codes() -> Outcome {
    let own = Rules::from_toml("[aliases.account_type]\n\"No such type\" = \"pension\"\n");
    assert!(own.is_err(), "a pension is no account");
    let own = Rules::from_toml("[aliases.account_type]\n\"NO SUCH TYPE\" = \"retirement\"\n")?;
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        for sql in ODD_ROWS {
            bank.db.execute_unprepared(sql).await?;
        }
        let code = async || {
            let told = texts(&bank.db).await?.into_iter().find(|(_, text, _)| text == "no such type");
            Ok::<_, Box<dyn std::error::Error>>(told.ok_or("the text")?.2)
        };
        let built_in = refreshed(&bank.db, AS_OF).await?;
        assert_eq!(code().await?, "unknown", "{engine:?}");
        let mut follower = Follower::new(bank.database.connect().await?);
        follower.changed().await?;
        let other = refresh(&bank.db, &own, AS_OF, NOW, |_| {}).await?;
        assert_ne!(other.rules_hash, built_in.rules_hash, "{engine:?}");
        assert_eq!(code().await?, "retirement", "{engine:?}");
        assert!(follower.changed().await?.is_some(), "{engine:?}: a running server takes them over");
        refreshed(&bank.db, AS_OF).await?;
        assert_eq!(code().await?, "unknown", "{engine:?}: and back");
    }
    Ok(())
}

#[tokio::test]
async fn texts_without_a_code_are_counted_and_the_most_frequent_come_first() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        for sql in ODD_ROWS {
            bank.db.execute_unprepared(sql).await?;
        }
        let odd = "INSERT INTO transactions (transaction_id, transaction_type) VALUES (11, 'Überweisung'), \
                   (12, 'Überweisung'), (13, 'überweisung'), (14, ''), (15, ' '), (16, 'Unknown'), (17, NULL), \
                   (18, 'Überweisung')";
        bank.db.execute_unprepared(odd).await?;
        let config = tellergraph_api::config::Config::documented()?;
        let graph = Graph::new(bank.database.connect().await?, config.limits, config.page, chrono_tz::UTC);
        let told = async || {
            let query = "{ unmappedCodes(first: 10) { totalCount nodes { rank vocabulary text count } } }";
            let request = Request { query: query.to_owned(), ..Request::default() };
            let answer = graph.answer(request, &RequestId::from_text("test")).await;
            let answer: serde_json::Value = serde_json::from_slice(&answer.body)?;
            Ok::<_, Box<dyn std::error::Error>>(answer["data"]["unmappedCodes"].clone())
        };
        assert_eq!(told().await?, json!({ "totalCount": 0, "nodes": [] }), "{engine:?}: before the first refresh");
        refreshed(&bank.db, AS_OF).await?;
        let unmapped = |rank: &str, vocabulary: &str, text: &str, count: &str| json!({ "rank": rank, "vocabulary": vocabulary, "text": text, "count": count });
        let expected = json!({ "totalCount": 4, "nodes": [
            unmapped("1", "transaction_type", "Überweisung", "3"),
            unmapped("2", "account_type", "no such type", "1"),
            unmapped("3", "payment_method", "savings", "1"),
            unmapped("4", "transaction_type", "überweisung", "1"),
        ] });
        assert_eq!(told().await?, expected, "{engine:?}");

        // The texts are the same, and there are more rows.
        let more = "INSERT INTO accounts (account_id, account_type) VALUES (21, 'no such type'), (22, 'no such type')";
        bank.db.execute_unprepared(more).await?;
        let own = Rules::from_toml("[aliases.transaction_type]\n\"überweisung\" = \"transfer\"\n")?;
        refresh(&bank.db, &own, AS_OF, NOW, |_| {}).await?;
        let expected = json!({ "totalCount": 2, "nodes": [
            unmapped("1", "account_type", "no such type", "3"),
            unmapped("2", "payment_method", "savings", "1"),
        ] });
        assert_eq!(told().await?, expected, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn loaded_codes_say_what_was_learnt() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        for sql in ODD_ROWS {
            bank.db.execute_unprepared(sql).await?;
        }
        learn(&bank.db, &Rules::default()).await?;
        let foreign = "INSERT INTO code_text VALUES ('account_type', 'of a newer program', 'cryptic'), ('x', 'y', 'z')";
        bank.db.execute_unprepared(foreign).await?;
        let codes = load(&bank.db).await?;
        let types = vocabulary("account_type");
        let savings = types.codes.iter().position(|code| *code == "savings").ok_or("savings")?;
        assert_eq!(codes.position(types, "Savings"), savings);
        assert_eq!(codes.texts(types, savings).collect::<Vec<_>>(), ["Savings", "savings"]);
        let unknown = codes.texts(types, types.unknown).collect::<Vec<_>>();
        assert_eq!(unknown, ["no such type", "of a newer program"], "{engine:?}");
        assert_eq!(codes.position(vocabulary("payment_method"), "savings"), vocabulary("payment_method").unknown);
    }
    Ok(())
}

#[tokio::test]
async fn a_follower_tells_of_a_change_once() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        let mut follower = Follower::new(bank.database.connect().await?);
        assert!(follower.changed().await?.is_some());
        assert!(follower.changed().await?.is_none());
        bank.db.execute_unprepared("INSERT INTO accounts (account_id, account_type) VALUES (1, 'Savings')").await?;
        assert!(follower.changed().await?.is_none(), "nobody has learnt it");
        learn(&bank.db, &Rules::default()).await?;
        assert!(follower.changed().await?.is_some());
        assert!(follower.changed().await?.is_none());
        refreshed(&bank.db, AS_OF).await?;
        let codes = follower.changed().await?.ok_or("codes")?;
        assert_ne!(codes.position(vocabulary("account_type"), "Savings"), vocabulary("account_type").unknown);
        assert!(follower.changed().await?.is_none());
    }
    Ok(())
}

#[tokio::test]
async fn a_running_graph_learns_of_the_refresh_of_another_program() -> Outcome {
    let bank = bank(Engine::Sqlite, 0).await?;
    let config = tellergraph_api::config::Config::documented()?;
    let graph = Arc::new(Graph::new(bank.database.connect().await?, config.limits, config.page, chrono_tz::UTC));
    let every = Duration::from_millis(1);
    let following = tokio::spawn(follow(Arc::downgrade(&graph), bank.database.connect().await?, every));
    bank.db.execute_unprepared("INSERT INTO accounts (account_id, account_type) VALUES (1, 'Savings')").await?;
    assert!(account_type(&graph).await?.contains("UNKNOWN"));
    refreshed(&bank.db, AS_OF).await?;
    let seen = async {
        while !account_type(&graph).await?.contains("SAVINGS") {}
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    tokio::time::timeout(Duration::from_mins(1), seen).await??;
    drop(graph);
    tokio::time::timeout(Duration::from_mins(1), following).await??;
    Ok(())
}

#[tokio::test]
async fn following_outlives_a_failure_and_ends_with_the_connections() -> Outcome {
    let bank = bank(Engine::Sqlite, 0).await?;
    let config = tellergraph_api::config::Config::documented()?;
    let graph = Arc::new(Graph::new(bank.database.connect().await?, config.limits, config.page, chrono_tz::UTC));
    let connection = bank.database.connect().await?;
    let mut follower = Follower::new(connection.clone());
    follower.changed().await?;
    bank.db.execute_unprepared("ALTER TABLE code_text RENAME TO code_text_elsewhere").await?;
    assert!(follower.changed().await.is_err());
    let following = tokio::spawn(follow(Arc::downgrade(&graph), connection.clone(), Duration::from_millis(1)));
    bank.db.execute_unprepared("ALTER TABLE code_text_elsewhere RENAME TO code_text").await?;
    assert!(follower.changed().await?.is_none());
    connection.close().await?;
    tokio::time::timeout(Duration::from_mins(1), following).await??;
    Ok(())
}

async fn account_type(graph: &Graph) -> Result<String, Box<dyn std::error::Error>> {
    let request = Request { query: "{ accounts { nodes { accountType } } }".to_owned(), ..Request::default() };
    let answer = graph.answer(request, &RequestId::from_text("test")).await;
    Ok(String::from_utf8(answer.body)?)
}
