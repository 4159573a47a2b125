//! What a newcomer does first: opens `/graphiql`, reads, presses the button.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tellergraph_tests::{Failure, browser::Browser, program::Program, require::Tool};

/// What Monaco shows in an element: it writes spaces that do not break.
fn shown_in(selector: &str) -> String {
    format!("(document.querySelector('{selector}')?.innerText ?? '').replaceAll('\\u00a0', ' ')")
}

#[tokio::test]
async fn graphiql_answers_its_first_query_and_asks_nobody_else() -> Result<(), Failure> {
    let programs = [Tool::Node, Tool::Chromium, Tool::ChromeDriver].map(Tool::program_or_note);
    let [Some(_), Some(chromium), Some(chromedriver)] = programs else { return Ok(()) };
    let server = Program::in_an_empty_folder()?.serve(&[]).await?;
    let browser = Browser::start(&chromium, &chromedriver).await?;
    browser.open(&server.url("/")).await?;
    assert_eq!(browser.evaluate("location.href").await?, server.url("/graphiql"));
    assert_eq!(browser.evaluate("document.title").await?, "Tellergraph");

    // The editor is there with the query for newcomers, and the documentation with the server's types.
    browser.until(&format!("{}.includes('query YoungFamilies')", shown_in(".graphiql-query-editor"))).await?;
    browser.until("document.querySelector('[aria-label=\"Show Documentation Explorer\"]')").await?;
    browser.click("[aria-label='Show Documentation Explorer']").await?;
    browser.until(&format!("{}.includes('CustomerConnection')", shown_in(".graphiql-doc-explorer"))).await?;
    browser.click("[aria-label='Hide Documentation Explorer']").await?;

    browser.click(".graphiql-execute-button").await?;
    let answer = shown_in(".graphiql-response");
    browser.until(&format!("/\"(data|errors)\"/.test({answer})")).await?;
    let answer = browser.evaluate(&answer).await?;
    let answer = answer.as_str().unwrap_or_default();
    assert!(answer.contains(r#""totalCount""#) && !answer.contains(r#""errors""#), "{answer}");
    // The first of them, as the server tells it to others.
    let data = server.data(include_str!("../../web/src/first-query.graphql")).await?;
    let name = data["customers"]["nodes"][0]["name"].as_str().ok_or("no young family")?;
    assert!(answer.contains(name), "{name} is not in {answer}");
    // It shows something of everything that it asks for.
    let first = &data["customers"]["nodes"][0];
    assert!(first["relationships"]["edges"][0]["node"]["name"].is_string(), "{first}");
    assert!(first["accounts"]["nodes"][0]["transactions"]["nodes"][0]["amount"].is_string(), "{first}");

    // Completion and marking of errors work in a thread of their own, which is a file of ours too.
    browser.until("performance.getEntriesByType('resource').some((it) => it.name.includes('graphql.worker'))").await?;

    let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graphiql.png");
    fs::write(picture, STANDARD.decode(browser.screenshot().await?)?)?;

    let requested = browser.requested().await?;
    assert!(requested.contains(&server.url("/graphql")), "{requested:#?}");
    let own = server.url("/");
    let foreign: Vec<&String> = requested.iter().filter(|address| !address.starts_with(&own)).collect();
    assert!(foreign.is_empty(), "asked somebody else: {foreign:#?}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    server.stop().await?;
    Ok(())
}
