//! What is said of objects, one look after the other.

use serde_json::{from_value, json};

use super::{Condition, Found, READY, SYNCED, ServerDetails, Status, Truth, Verdict, next};

fn found(synced: Verdict, ready: Option<Verdict>, details: Option<ServerDetails>) -> Found<ServerDetails> {
    Found { synced, ready, details }
}

fn of<'s>(status: &'s Status<ServerDetails>, kind: &str) -> &'s Condition {
    status.conditions.iter().find(|condition| condition.kind == kind).unwrap()
}

fn ready() -> Status<ServerDetails> {
    let details = ServerDetails { version: Some(1), ..ServerDetails::default() };
    let yes = |reason| Verdict::new(Truth::True, reason, "");
    next(&Status::default(), Some(1), "T1", found(yes("Applied"), Some(yes("Running")), Some(details)))
}

#[test]
fn a_condition_keeps_its_time_while_it_stays_as_it_is() {
    let again = next(&ready(), Some(2), "T2", found(Verdict::new(Truth::True, "Applied", "other words"), None, None));
    let synced = of(&again, SYNCED);
    assert_eq!((synced.last_transition_time.as_str(), synced.observed_generation), ("T1", Some(2)));
    assert_eq!(synced.message, "other words");
    let failed = next(&again, Some(2), "T3", found(Verdict::new(Truth::False, "Failed", "no"), None, None));
    assert_eq!(of(&failed, SYNCED).last_transition_time, "T3");
}

#[test]
fn what_was_ready_is_so_while_a_hub_is_away_and_says_of_which_generation() {
    let away = next(&ready(), Some(2), "T2", found(Verdict::new(Truth::False, "HubUnavailable", "gone"), None, None));
    assert_eq!(of(&away, READY), of(&ready(), READY));
    assert_eq!((away.observed_generation, away.details.version), (Some(2), Some(1)));
}

#[test]
fn what_never_was_ready_is_not_for_the_same_reason() {
    let wrong = Verdict::new(Truth::False, "InvalidSpec", "no sources");
    let status = next(&Status::default(), Some(1), "T1", found(wrong, None, None));
    let ready = of(&status, READY);
    assert_eq!(
        (ready.status, ready.reason.as_str(), ready.message.as_str()),
        (Truth::False, "InvalidSpec", "no sources")
    );
}

#[test]
fn the_same_look_again_changes_nothing() {
    let yes = |reason| Verdict::new(Truth::True, reason, "");
    let again = next(&ready(), Some(1), "T9", found(yes("Applied"), Some(yes("Running")), None));
    assert_eq!(again, ready());
}

#[test]
fn it_is_written_as_conditions_are() {
    let written = json!(ready());
    assert_eq!(
        written,
        json!({
            "observedGeneration": 1,
            "version": 1,
            "conditions": [
                { "type": "Ready", "status": "True", "reason": "Running", "message": "", "observedGeneration": 1, "lastTransitionTime": "T1" },
                { "type": "Synced", "status": "True", "reason": "Applied", "message": "", "observedGeneration": 1, "lastTransitionTime": "T1" },
            ],
        })
    );
    assert_eq!(from_value::<Status<ServerDetails>>(written).unwrap(), ready());
}
