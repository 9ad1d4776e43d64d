//! Guessing: who has an account, and what their password is.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::hub::{Hub, PASSWORD};

fn attempt(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}

/// What can be compared of a refusal: all but the request's identifier.
fn told(mut problem: Value) -> Value {
    problem["request"] = Value::Null;
    problem
}

#[tokio::test]
async fn an_address_without_an_account_answers_the_same_in_the_same_time() {
    let hub = Hub::with(|settings| settings.rates.sign_in = 0).await;
    hub.person("known").await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    // By turns, so that whatever else the machine does slows both; few enough that nobody is locked out.
    for _ in 0..4 {
        for (email, times) in [("known@example.com", &mut known), ("nobody@example.com", &mut unknown)] {
            let begun = Instant::now();
            let answer = hub.rest.post("/sessions", attempt(email, "not-the-password")).await;
            times.push(begun.elapsed());
            let said = told(answer.problem(401, "unauthenticated"));
            assert_eq!(said["detail"], "the address or the password is wrong");
        }
    }
    let least = |times: &[Duration]| *times.iter().min().unwrap();
    let (known, unknown) = (least(&known), least(&unknown));
    // Without a password to hash, an answer would take a fiftieth of the time.
    assert!(
        known < unknown * 4 && unknown < known * 4,
        "{known:?} where there is an account, {unknown:?} where there is none"
    );
}

#[tokio::test]
async fn guessing_is_slowed_and_locked_whether_there_is_an_account_or_not() {
    let hub = Hub::with(|settings| settings.rates.sign_in = 0).await;
    hub.person("known").await;
    for email in ["known@example.com", "nobody@example.com"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(hub.rest.post("/sessions", attempt(email, "not-the-password")).await);
        }
        let last = answers.pop().unwrap();
        assert!(!last.header("retry-after").is_empty());
        last.problem(429, "locked_out");
        assert!(answers.iter().all(|answer| answer.status == 401));
    }
    // The right password does not get around it, and other accounts are not locked.
    hub.rest.post("/sessions", attempt("known@example.com", PASSWORD)).await.problem(429, "locked_out");
    hub.rest.post("/sessions", attempt("root@example.com", PASSWORD)).await.is(200);
    hub.clock.by(Duration::from_secs(16 * 60));
    hub.rest.post("/sessions", attempt("known@example.com", PASSWORD)).await.is(200);
}

#[tokio::test]
async fn many_guesses_at_once_are_no_way_around() {
    let hub = Hub::with(|settings| settings.rates.sign_in = 0).await;
    hub.person("known").await;
    let guesses = (0..24).map(|_| hub.rest.post("/sessions", attempt("known@example.com", "not-the-password")));
    let answers = futures_util::future::join_all(guesses).await;
    let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
    assert!(looked_at <= 6, "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn attempts_from_one_address_are_counted_whoever_they_are_for() {
    let hub = Hub::with(|settings| settings.rates.sign_in = 5).await;
    let mut refused = 0;
    for number in 0..12 {
        let answer = hub.rest.post("/sessions", attempt(&format!("user{number}@example.com"), "guess")).await;
        refused += usize::from(answer.status == 429);
    }
    assert!(refused >= 6, "{refused} attempts were refused");
    // Said to come from elsewhere, by somebody whom nobody told the hub to believe.
    let elsewhere = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    let body = Some(attempt("user99@example.com", "guess"));
    hub.rest.send(reqwest::Method::POST, "/sessions", body, &elsewhere).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn weak_passwords_are_refused() {
    let hub = Hub::start().await;
    for weak in ["short", "password1234", "eve@example.com1", "            ", "aaaaaaaaaaaa"] {
        let body = json!({ "email": "eve@example.com", "name": "Eve", "password": weak });
        let said = hub.rest.post("/accounts", body).await.problem(422, "invalid");
        assert_eq!(said["errors"][0]["field"], "password", "{weak}: {said}");
        assert!(!said.to_string().contains(weak) || weak.trim().is_empty(), "the password is in the answer: {said}");
    }
}
