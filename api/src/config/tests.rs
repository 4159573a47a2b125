use super::*;

fn loaded(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let variables: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    // A file that sets nothing, so that the working directory of the test does not matter.
    let empty = tempfile::NamedTempFile::new().unwrap();
    Config::from_layers(&Flags { file: Some(empty.path().to_owned()), ..Flags::default() }, &variables)
}

fn with_file(text: &str, flags: Flags, variables: &[(String, String)]) -> Result<Config, ConfigError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Config::from_layers(&Flags { file: Some(file.path().to_owned()), ..flags }, variables)
}

#[test]
fn the_documented_defaults_are_valid() {
    let config = Config::documented().unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8000");
    assert_eq!(config.database.url.engine(), Engine::Sqlite);
    assert_eq!(config.bank.time_zone, Tz::UTC);
    assert_eq!(config.page.root_max_rows, 1_000);
}

#[test]
fn what_is_printed_can_be_read_back() {
    let config = Config::documented().unwrap();
    let printed = config.to_toml().unwrap();
    let again = with_file(&printed, Flags::default(), &[]).unwrap();
    assert_eq!(again.to_toml().unwrap(), printed);
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let file = "listen = \"127.0.0.1:1001\"\n[demo]\nseed = 11\ncustomers = 12\n";
    let variables = [
        ("TELLERGRAPH_LISTEN".to_owned(), "127.0.0.1:1002".to_owned()),
        ("TELLERGRAPH_DEMO_SEED".to_owned(), "21".to_owned()),
    ];
    let flags = Flags { listen: Some("[::1]:1003".to_owned()), ..Flags::default() };
    let config = with_file(file, flags, &variables).unwrap();
    assert_eq!(config.listen.to_string(), "[::1]:1003");
    assert_eq!((config.demo.seed, config.demo.customers), (21, 12));
    assert_eq!(config.page.default_rows, 25, "what no source sets keeps its default");
}

#[test]
fn an_unknown_key_is_refused_with_its_place() {
    let error = with_file("[page]\ndefault_row = 3\n", Flags::default(), &[]).unwrap_err().to_string();
    assert!(error.contains("`page.default_row`"), "{error}");
    let error = loaded(&[("TELLERGRAPH_PAGE_DEFAULT_ROW", "3")]).unwrap_err().to_string();
    assert!(error.contains("TELLERGRAPH_PAGE_DEFAULT_ROW"), "{error}");
}

#[test]
fn variables_of_the_tests_and_of_the_build_are_not_settings() {
    assert!(loaded(&[("TELLERGRAPH_TEST_REQUIRE", "mariadb"), ("TELLERGRAPH_WEB", "skip")]).is_ok());
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    let error = with_file("[page]\ndefault_rows = \"many\"\n", Flags::default(), &[]).unwrap_err().to_string();
    assert!(error.contains("`page.default_rows` is a whole number, not text"), "{error}");
    let error = loaded(&[("TELLERGRAPH_DEMO_CUSTOMERS", "many")]).unwrap_err().to_string();
    assert_eq!(error, "TELLERGRAPH_DEMO_CUSTOMERS is a whole number");
    assert!(loaded(&[("TELLERGRAPH_DEMO_CUSTOMERS", "-1")]).is_err());
    assert!(loaded(&[("TELLERGRAPH_BANK_TIME_ZONE", "Atlantis/Centre")]).is_err());
    assert!(loaded(&[("TELLERGRAPH_PAGE_DEFAULT_ROWS", "500")]).is_err(), "over the maximum");
}

#[test]
fn a_syntax_error_in_the_file_names_its_line() {
    let error = with_file("listen = \"127.0.0.1:1\"\n[page\n", Flags::default(), &[]).unwrap_err().to_string();
    assert!(error.contains("line 2"), "{error}");
}

#[test]
fn only_the_loopback_is_listened_on() {
    for allowed in ["127.0.0.1:8000", "127.8.9.1:0", "[::1]:8000", "localhost:80"] {
        assert!(allowed.parse::<Listen>().is_ok(), "{allowed}");
    }
    for refused in [
        "0.0.0.0:8000",
        "[::]:8000",
        "192.168.0.4:8000",
        "10.0.0.1:80",
        "[fe80::1]:8000",
        "[::ffff:127.0.0.1]:8000",
        "[::ffff:0.0.0.0]:8000",
        "example.org:8000",
        "localhost.example.org:8000",
        "LOCALHOST.:8000",
        "unix:/tmp/socket",
        "/tmp/socket",
        "127.0.0.1",
        "127.1:8000",
        "0:8000",
        ":8000",
        "8000",
        "*:8000",
        "",
        "127.0.0.1:99999",
        "127.0.0.1:8000\n0.0.0.0:8000",
    ] {
        let error = refused.parse::<Listen>().unwrap_err().to_string();
        assert!(error.contains("TELLERGRAPH_LISTEN"), "{refused}: {error}");
    }
}

#[test]
fn a_password_is_shown_nowhere() {
    for url in [
        "postgres://teller:hunter2@db.example.org:5432/bank?sslmode=require",
        "mysql://teller:hunter2@localhost/bank",
        "postgresql://teller@localhost/bank?password=hunter2&sslmode=disable",
    ] {
        let config = loaded(&[("DATABASE_URL", url)]).unwrap();
        let shown = format!("{0} {0:?} {1:?} {2}", config.database.url, config, config.to_toml().unwrap());
        assert!(!shown.contains("hunter2") && shown.contains("***"), "{shown}");
        assert_eq!(config.database.url.expose(), url);
        assert!(config.database.url.has_password());
    }
    let error = loaded(&[("DATABASE_URL", "postgres://teller:hunter2@[bad/bank")]).unwrap_err().to_string();
    assert!(!error.contains("hunter2"), "{error}");
    let error = loaded(&[("DATABASE_URL", "oracle://teller:hunter2@host/bank")]).unwrap_err().to_string();
    assert!(!error.contains("hunter2") && error.contains("sqlite://"), "{error}");
}

#[test]
fn a_password_on_the_command_line_is_refused() {
    let flags = |url: &str| Flags { database_url: Some(url.to_owned()), ..Flags::default() };
    let error = with_file("", flags("mysql://u:hunter2@localhost/bank"), &[]).unwrap_err().to_string();
    assert!(error.contains("DATABASE_URL") && !error.contains("hunter2"), "{error}");
    let config = with_file("", flags("sqlite://other.db"), &[]).unwrap();
    assert_eq!(config.database.url.expose(), "sqlite://other.db");
}
