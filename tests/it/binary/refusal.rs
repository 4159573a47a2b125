//! What cannot work is said in one line that says what to do, with an exit code, and without statements or secrets.

use std::{net::TcpListener, os::unix::fs::PermissionsExt};

use tellergraph_tests::{
    program::{Ended, Program},
    require::engines,
};

use super::{Outcome, guarded};

const PASSWORD: &str = "hunter2-is-secret";

/// Checks that a command ended badly with one line of words, and gives the line.
pub(super) fn told(ended: &Ended, code: i32, words: &[&str]) -> String {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    let lines: Vec<&str> = ended.stderr.lines().filter(|line| line.starts_with("tellergraph: ")).collect();
    let [line] = lines[..] else { panic!("not one line: {ended:?}") };
    for word in words {
        assert!(line.contains(word), "{word:?} is not in {line:?}");
    }
    for statement in ["SELECT ", "INSERT ", "CREATE ", "PRAGMA", "DROP ", PASSWORD] {
        assert!(!ended.stderr.contains(statement), "{statement:?} is in {ended:?}");
    }
    assert_eq!(ended.stdout, "");
    line.to_owned()
}

/// The same, where the line is all that may be said.
pub(super) fn told_alone(ended: &Ended, code: i32, words: &[&str]) {
    told(ended, code, words);
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
}

/// Every command that needs a database.
const COMMANDS: [&[&str]; 4] = [&["serve"], &["migrate"], &["seed", "--customers", "5"], &["segment", "refresh"]];

#[tokio::test]
async fn settings_that_cannot_work_have_their_own_exit_code() -> Outcome {
    let cases: [(&str, &str, &[&str]); 16] = [
        ("DATABASE_URL", "oracle://teller:hunter2-is-secret@localhost/bank", &["sqlite://", "postgres://", "mysql://"]),
        ("DATABASE_URL", "bank.db", &["DATABASE_URL", "sqlite://"]),
        ("DATABASE_URL", "", &["DATABASE_URL"]),
        ("DATABASE_URL", "postgres://teller:hunter2-is-secret@[bad/bank", &["percent-encoded"]),
        ("TELLERGRAPH_LISTEN", "0.0.0.0:8000", &["loopback", "127.0.0.1:PORT"]),
        ("TELLERGRAPH_LISTEN", "[::]:8000", &["loopback"]),
        ("TELLERGRAPH_LISTEN", "192.0.2.1:8000", &["loopback"]),
        ("TELLERGRAPH_LISTEN", "bank.example.org:8000", &["loopback"]),
        ("TELLERGRAPH_LISTEN", "localhost.example.org:8000", &["loopback"]),
        ("TELLERGRAPH_LISTEN", "127.0.0.1", &["127.0.0.1:PORT"]),
        ("TELLERGRAPH_LISTEN", "127.0.0.1:99999", &["127.0.0.1:PORT"]),
        ("TELLERGRAPH_LISTNE", "127.0.0.1:0", &["TELLERGRAPH_LISTNE", "tellergraph config"]),
        ("TELLERGRAPH_DEMO_CUSTOMERS", "many", &["TELLERGRAPH_DEMO_CUSTOMERS", "whole number"]),
        ("TELLERGRAPH_DEMO_ENABLED", "perhaps", &["true or false"]),
        ("TELLERGRAPH_BANK_TIME_ZONE", "Atlantis/Centre", &["IANA"]),
        ("TELLERGRAPH_CONFIG", "missing.toml", &["missing.toml"]),
    ];
    for (name, value, words) in cases {
        let program = Program::in_an_empty_folder()?.with(name, value);
        told_alone(&program.run(&[]).await?, 78, words);
        let left: Vec<_> = std::fs::read_dir(program.folder())?.collect();
        assert!(left.is_empty(), "{name}={value} left {left:?}");
    }
    let program = Program::in_an_empty_folder()?;
    told_alone(&program.run(&["--listen", "0.0.0.0:0"]).await?, 78, &["loopback"]);
    let url = format!("mysql://teller:{PASSWORD}@localhost/bank");
    told_alone(&program.run(&["migrate", "--database-url", &url]).await?, 78, &["DATABASE_URL in the environment"]);
    Ok(())
}

#[tokio::test]
async fn a_file_of_settings_is_refused_with_the_place_of_the_fault() -> Outcome {
    for (text, words) in [
        ("[page]\ndefault_row = 3\n", &["tellergraph.toml", "`page.default_row`"][..]),
        ("colour = \"red\"\n", &["`colour`"]),
        ("[page]\ndefault_rows = \"many\"\n", &["`page.default_rows` is a whole number, not text"]),
        ("listen = \"127.0.0.1:0\"\n[page\n", &["line 2"]),
        ("listen = \"0.0.0.0:8000\"\n", &["loopback"]),
        ("[page]\ndefault_rows = 5000\n", &["page.default_rows is at most"]),
    ] {
        let program = Program::in_an_empty_folder()?;
        std::fs::write(program.folder().join("tellergraph.toml"), text)?;
        told_alone(&program.run(&["serve"]).await?, 78, words);
    }
    Ok(())
}

#[tokio::test]
async fn a_taken_port_is_told_before_anything_is_filled() -> Outcome {
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_LISTEN", &address);
    told_alone(&program.run(&["serve"]).await?, 1, &[&address, "taken", "TELLERGRAPH_LISTEN"]);
    assert!(!program.folder().join("tellergraph.db").exists());
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told() -> Outcome {
    // A port that was free a moment ago: nothing listens there.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    for scheme in ["postgres", "mysql"] {
        let url = format!("{scheme}://teller:{PASSWORD}@127.0.0.1:{port}/bank");
        let program =
            Program::in_an_empty_folder()?.with("DATABASE_URL", &url).with("TELLERGRAPH_LISTEN", "127.0.0.1:0");
        for command in COMMANDS {
            told_alone(&program.run(command).await?, 1, &["answers at", "***", "DATABASE_URL"]);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_and_a_missing_database_are_told() -> Outcome {
    for engine in engines() {
        let Some(there) = guarded(engine, "the-right-one").await? else { continue };
        let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_LISTEN", "127.0.0.1:0");
        program.clone().with("DATABASE_URL", &there.url).succeed(&["migrate"]).await?;
        let wrong = program.clone().with("DATABASE_URL", &there.url.replace("the-right-one", PASSWORD));
        let missing = program.with("DATABASE_URL", &format!("{}_of_nobody", there.url));
        for command in COMMANDS {
            told_alone(&wrong.run(command).await?, 1, &["refuses the user or the password", "***"]);
            let ended = missing.run(command).await?;
            told_alone(&ended, 1, &["no database of that name", "create it"]);
            assert!(!ended.stderr.contains("the-right-one"), "{ended:?}");
        }
        drop(there);
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_cannot_be_a_database_is_told() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_LISTEN", "127.0.0.1:0");
    std::fs::write(program.folder().join("letter.db"), "This is a letter and not a database. ".repeat(200))?;
    std::fs::create_dir(program.folder().join("folder.db"))?;
    for (url, word) in [
        ("sqlite://letter.db", "is not a database"),
        // Under a file there is no folder.
        ("sqlite://letter.db/bank.db", "the folder does not exist"),
        ("sqlite://no/such/folder/bank.db", "the folder does not exist"),
        // Where not even root makes files.
        ("sqlite:///proc/bank.db", "cannot be written"),
        ("sqlite://folder.db", "DATABASE_URL"),
        ("sqlite://bank.db?flavour=vanilla", "its options"),
    ] {
        for command in COMMANDS {
            told_alone(&program.clone().with("DATABASE_URL", url).run(command).await?, 1, &[word, url]);
        }
    }
    let letter = std::fs::read_to_string(program.folder().join("letter.db"))?;
    assert!(letter.starts_with("This is a letter"), "it is left as it was");
    Ok(())
}

#[tokio::test]
async fn a_folder_that_may_not_be_written_is_told() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_LISTEN", "127.0.0.1:0").unprivileged().await?;
    let before = std::fs::metadata(program.folder())?.permissions();
    let allow = |mode| std::fs::set_permissions(program.folder(), PermissionsExt::from_mode(mode));
    allow(0o555)?;
    told_alone(&program.run(&["serve"]).await?, 1, &["cannot be written", "DATABASE_URL"]);
    allow(0o777)?;
    program.succeed(&["seed", "--customers", "5"]).await?;
    let file = program.folder().join("tellergraph.db");
    let left: Vec<_> = std::fs::read_dir(program.folder())?.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["tellergraph.db"], "the file is complete by itself");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o444))?;
    allow(0o555)?;
    for command in COMMANDS {
        told(&program.run(command).await?, 1, &["make the file and its folder writable"]);
    }
    std::fs::set_permissions(program.folder(), before)?;
    Ok(())
}

#[tokio::test]
async fn a_full_disk_leaves_no_half_of_a_bank() -> Outcome {
    let program = Program::in_an_empty_folder()?.with("TELLERGRAPH_LISTEN", "127.0.0.1:0");
    // Blocks of 512 bytes: room for the tables, not for the people.
    let ended = program.clone().with_files_up_to(2_000).run(&["serve"]).await?;
    told(&ended, 1, &["not filled"]);
    let server = program.serve(&["--no-demo"]).await?;
    let data = server.data("{ customers { totalCount } accounts { totalCount } }").await?;
    assert_eq!((&data["customers"]["totalCount"], &data["accounts"]["totalCount"]), (&0.into(), &0.into()));
    server.stop().await?;
    let server = program.serve(&[]).await?;
    assert!(server.stderr().contains("made-up bank"), "there is room again");
    server.stop().await?;
    Ok(())
}
