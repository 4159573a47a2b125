# Commands for everyday work. `just` alone lists them; every one is a plain cargo command underneath.

[private]
default:
    @just --list

# Serve the graph; without DATABASE_URL over SQLite, filled with a made-up bank at the first start.
run *arguments:
    cargo run --release -- {{arguments}}

# Fill an empty database, for example `just seed --customers 1000 --seed 7 --as-of 2026-06-30`.
seed *arguments:
    cargo run --release -- seed {{arguments}}

# Bring the tables of the database up to this program.
migrate *arguments:
    cargo run --release -- migrate {{arguments}}

# Run the tests on every engine that is installed; the end of the run names what was left out.
test *arguments:
    cargo test --workspace {{arguments}}

# Write the served schema to schema.graphql.
schema:
    cargo build
    cargo run --quiet -- schema > schema.graphql.new
    mv schema.graphql.new schema.graphql

# Take the answers and statements of the tests over as they are now; read the diff before committing it.
snapshots:
    INSTA_UPDATE=always cargo test -p tellergraph-tests

# The linter, with its warnings as errors.
lint:
    cargo clippy --workspace --all-targets --locked -- -D warnings

# What a change must pass, the cheapest first.
check:
    cargo fmt --all --check
    just lint
    cargo deny check bans licenses sources
    cargo test --workspace --locked

# Format the Rust code.
fmt:
    cargo fmt --all
