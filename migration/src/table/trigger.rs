//! Triggers on the bank's tables that log whose rows changed.
//!
//! What is logged is as little as can be looked up later: the customers that a row names, or the account, whose holder
//! is asked for when the log is read. Looking the holder up here would see a holder of before a move that is just being
//! committed, and would lock what the bank's own programs need.
//!
//! `PostgreSQL` logs once a statement, in a function that runs with the rights of whoever migrated. On `MySQL` and
//! `SQLite` it is once a row. `MySQL` gets plain `INSERT … VALUES`, because an `INSERT … SELECT` would keep the other
//! writers from the counter of the log until the statement that fired the trigger ends.

use crate::dialect::Dialect;

/// The log, and the column that says that anything may have changed.
const LOG: &str = "customer_change";
pub(crate) const EVERYBODY: &str = "everybody";
/// There is nothing to note before the first refresh, which answers for everybody. Writers on `SQLite` come one after
/// the other, so none is in the middle when a refresh completes.
const SQLITE_CONDITION: &str = "EXISTS (SELECT 1 FROM \"segment_refresh\")";
/// The function that all triggers on `PostgreSQL` call.
const FUNCTION: &str = "tellergraph_note_change";

/// A table whose changes are logged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tracked {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    pub(crate) owner: Owner,
}

/// Whose row it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner {
    /// The customers in these columns.
    Customers(&'static [&'static str]),
    /// Whoever holds the account in the column.
    Account(&'static str),
}

impl Owner {
    fn columns(&self) -> &[&'static str] {
        match self {
            Self::Customers(columns) => columns,
            Self::Account(column) => std::slice::from_ref(column),
        }
    }

    /// The column of the log.
    const fn logged(&self) -> &'static str {
        match self {
            Self::Customers(_) => "customer_id",
            Self::Account(_) => "account_id",
        }
    }
}

/// What fires a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Insert,
    Update,
    Delete,
    /// All rows go at once; only `PostgreSQL` has triggers for it.
    Truncate,
    /// `SQLite` takes the row away that stands in the way of an `INSERT OR REPLACE` without firing for a deletion.
    Replace,
    /// The same for an `UPDATE OR REPLACE` that changes a key.
    Rekey,
}

impl Event {
    pub(crate) const ALL: [Self; 6] =
        [Self::Insert, Self::Update, Self::Delete, Self::Truncate, Self::Replace, Self::Rekey];

    const fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
            Self::Replace => "replace",
            Self::Rekey => "rekey",
        }
    }

    /// Whether there is a trigger for it on the engine.
    const fn fires_on(self, dialect: Dialect) -> bool {
        match self {
            Self::Insert | Self::Update | Self::Delete => true,
            Self::Truncate => matches!(dialect, Dialect::Postgres),
            Self::Replace | Self::Rekey => matches!(dialect, Dialect::Sqlite),
        }
    }

    /// The versions of the row that it has.
    const fn rows(self) -> &'static [&'static str] {
        match self {
            Self::Insert => &["NEW"],
            Self::Delete => &["OLD"],
            Self::Update => &["OLD", "NEW"],
            Self::Truncate | Self::Replace | Self::Rekey => &[],
        }
    }
}

impl Tracked {
    /// The name of the trigger for an event.
    pub(crate) fn trigger(&self, event: Event) -> String {
        format!("tellergraph_{}_{}", self.table, event.name())
    }

    /// The names of its triggers on the engine.
    pub(crate) fn triggers(&self, dialect: Dialect) -> impl Iterator<Item = String> {
        Event::ALL.into_iter().filter(move |event| event.fires_on(dialect)).map(|event| self.trigger(event))
    }

    pub(crate) fn create(&self, event: Event, dialect: Dialect) -> Option<String> {
        event.fires_on(dialect).then(|| match dialect {
            Dialect::Postgres => self.create_postgres(event),
            Dialect::Sqlite => self.create_sqlite(event),
            Dialect::MySql | Dialect::MariaDb => self.create_mysql(event, dialect),
        })
    }

    pub(crate) fn drop(&self, event: Event, dialect: Dialect) -> Option<String> {
        let name = dialect.quote(&self.trigger(event));
        event.fires_on(dialect).then(|| match dialect {
            Dialect::Postgres => format!("DROP TRIGGER IF EXISTS {name} ON {}", dialect.quote(self.table)),
            _ => format!("DROP TRIGGER IF EXISTS {name}"),
        })
    }

    fn create_postgres(&self, event: Event) -> String {
        let dialect = Dialect::Postgres;
        let referencing = match event {
            Event::Insert => " REFERENCING NEW TABLE AS new_rows",
            Event::Update => " REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
            Event::Delete => " REFERENCING OLD TABLE AS old_rows",
            _ => "",
        };
        let arguments: Vec<String> =
            [self.owner.logged()].iter().chain(self.owner.columns()).map(|argument| format!("'{argument}'")).collect();
        format!(
            "CREATE TRIGGER {} AFTER {} ON {}{referencing} FOR EACH STATEMENT EXECUTE FUNCTION {}({})",
            dialect.quote(&self.trigger(event)),
            event.name().to_uppercase(),
            dialect.quote(self.table),
            dialect.quote(FUNCTION),
            arguments.join(", ")
        )
    }

    fn create_mysql(&self, event: Event, dialect: Dialect) -> String {
        format!(
            "CREATE TRIGGER {} AFTER {} ON {} FOR EACH ROW IF @tellergraph_untracked IS NULL THEN {}; END IF",
            dialect.quote(&self.trigger(event)),
            event.name().to_uppercase(),
            dialect.quote(self.table),
            self.insert_values(event, dialect)
        )
    }

    fn create_sqlite(&self, event: Event) -> String {
        let dialect = Dialect::Sqlite;
        let (table, key) = (dialect.quote(self.table), dialect.quote(self.key));
        let in_the_way = || {
            let logged = dialect.quote(self.owner.logged());
            let log = dialect.quote(LOG);
            let columns = self.owner.columns().iter();
            let inserts = columns.map(|column| {
                let column = dialect.quote(column);
                format!("INSERT INTO {log} ({logged}) SELECT {column} FROM {table} WHERE {key} = NEW.{key};")
            });
            inserts.collect::<Vec<_>>().join(" ")
        };
        let (fires, condition, body) = match event {
            Event::Replace => ("BEFORE INSERT".to_owned(), String::new(), in_the_way()),
            Event::Rekey => (format!("BEFORE UPDATE OF {key}"), format!("NEW.{key} <> OLD.{key} AND "), in_the_way()),
            _ => {
                let insert = format!("{};", self.insert_values(event, dialect));
                (format!("AFTER {}", event.name().to_uppercase()), String::new(), insert)
            }
        };
        format!(
            "CREATE TRIGGER {} {fires} ON {table} FOR EACH ROW WHEN {condition}{SQLITE_CONDITION} BEGIN {body} END",
            dialect.quote(&self.trigger(event))
        )
    }

    /// Logs the versions of one row. A row that is nobody's is logged as nobody's, which says nothing.
    fn insert_values(&self, event: Event, dialect: Dialect) -> String {
        let columns = self.owner.columns();
        let versions = event.rows().iter();
        let values = versions.flat_map(|row| columns.iter().map(move |column| (row, column)));
        let values: Vec<String> = values.map(|(row, column)| format!("({row}.{})", dialect.quote(column))).collect();
        format!(
            "INSERT INTO {} ({}) VALUES {}",
            dialect.quote(LOG),
            dialect.quote(self.owner.logged()),
            values.join(", ")
        )
    }
}

/// The function that the triggers call on `PostgreSQL`. It finds the log beside the table that was written to, whatever
/// search path and rights the writer has.
pub(crate) fn create_function(dialect: Dialect) -> Option<String> {
    (dialect == Dialect::Postgres).then(|| {
        format!(
            "CREATE FUNCTION \"{FUNCTION}\"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER \
             SET search_path = pg_catalog, pg_temp AS $note$
DECLARE
  logged text := TG_ARGV[0];
  owners text[] := '{{}}';
BEGIN
  IF current_setting('tellergraph.untracked', true) = 'on' THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('INSERT INTO %I.{LOG} ({EVERYBODY}) VALUES (TRUE)', TG_TABLE_SCHEMA);
    RETURN NULL;
  END IF;
  FOR place IN 1 .. TG_NARGS - 1 LOOP
    IF TG_OP <> 'INSERT' THEN
      owners := owners || format('SELECT %I FROM old_rows', TG_ARGV[place]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
      owners := owners || format('SELECT %I FROM new_rows', TG_ARGV[place]);
    END IF;
  END LOOP;
  EXECUTE format(
    'INSERT INTO %I.{LOG} (%I) SELECT DISTINCT owner FROM (%s) AS owners (owner) WHERE owner IS NOT NULL',
    TG_TABLE_SCHEMA, logged, array_to_string(owners, ' UNION ALL '));
  RETURN NULL;
END
$note$"
        )
    })
}

pub(crate) fn drop_function(dialect: Dialect) -> Option<String> {
    (dialect == Dialect::Postgres).then(|| format!("DROP FUNCTION \"{FUNCTION}\"()"))
}

/// Logs that anything may have changed: the next refresh answers for everybody.
pub(crate) fn note_everybody(dialect: Dialect) -> String {
    format!("INSERT INTO {} ({}) VALUES (TRUE)", dialect.quote(LOG), dialect.quote(EVERYBODY))
}
