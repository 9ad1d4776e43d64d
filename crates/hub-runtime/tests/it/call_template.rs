//! Bodies put together from templates, and answers of which a tool takes a part.

use hub_model::binding::http::{Assembly, Encode, Projection, Template};
use hub_runtime::answer::Content;
use serde_json::{Value, json};

use crate::{
    tools::{Make, call, failure, limited, open, success, tool},
    upstream::{Upstream, json as answer, reply},
};

/// `{"user": {"name": NAME, "kind": "person"}, "tags": [1, TAG], "any": ANY}`
fn template(make: &mut Make) -> Encode {
    let (name, kind, one, tag, any) =
        (make.slot("name"), make.slot("kind"), make.slot("one"), make.slot("tag"), make.slot("any"));
    make.arguments[kind].fixed = Some(json!("person"));
    make.arguments[one].fixed = Some(json!(1));
    let object = |entries: Vec<(&str, Template)>| {
        Template::Object(entries.into_iter().map(|(name, part)| (name.to_owned(), part)).collect())
    };
    Encode::Json(Assembly::Template(object(vec![
        ("user", object(vec![("name", Template::Slot(name)), ("kind", Template::Slot(kind))])),
        ("tags", Template::Array(vec![Template::Slot(one), Template::Slot(tag)])),
        ("any", Template::Slot(any)),
        ("maybe", object(vec![("any", Template::Slot(any))])),
    ])))
}

async fn sent(make: Make, arguments: Value) -> String {
    let upstream = Upstream::always(answer("{}")).await;
    success(&call(&make.executor(&upstream.url(), &[], open()), &arguments).await);
    upstream.only().text()
}

#[tokio::test]
async fn templates_are_filled_and_what_is_absent_is_left_out() {
    let make = || tool("POST", "/").body("application/json", template);
    assert_eq!(
        sent(make(), json!({"name": "Ann", "tag": "x", "any": {"a": 12345678901234567890_u64}})).await,
        r#"{"user":{"name":"Ann","kind":"person"},"tags":[1,"x"],"any":{"a":12345678901234567890},"maybe":{"any":{"a":12345678901234567890}}}"#
    );
    assert_eq!(sent(make(), json!({})).await, r#"{"user":{"kind":"person"},"tags":[1]}"#);
    let empty = tool("POST", "/").body("application/json", |make| {
        Encode::Json(Assembly::Template(Template::Object(vec![("a".into(), Template::Slot(make.slot("a")))])))
    });
    assert_eq!(sent(empty, json!({})).await, "{}");
}

fn projecting(select: &[&str], fields: &[&[&str]]) -> Make {
    let mut make = tool("GET", "/");
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    make.binding.projection =
        Some(Projection { select: keys(select), fields: fields.iter().map(|field| keys(field)).collect() });
    make
}

#[tokio::test]
async fn only_the_part_that_is_asked_for_reaches_the_model() {
    let body =
        r#"{"meta": "secret", "data": {"items": [{"id": 1.10, "owner": {"name": "a", "mail": "x"}}, {"id": 2}]}}"#;
    let upstream = Upstream::always(answer(body)).await;
    let executor = |make: Make| make.executor(&upstream.url(), &[], open());
    let answered = call(&executor(projecting(&["data", "items"], &[&["id"], &["owner", "name"]])), &json!({})).await;
    assert_eq!(success(&answered), r#"[{"id":1.10,"owner":{"name":"a"}},{"id":2}]"#);
    let missing = call(&executor(projecting(&["data", "none"], &[])), &json!({})).await;
    assert!(success(&missing).contains("secret"));
    assert!(
        missing.content.iter().any(|part| matches!(part, Content::Text(text) if text.contains("no `data.none`"))),
        "{missing:?}"
    );
}

#[tokio::test]
async fn errors_and_texts_stay_whole() {
    let make = || projecting(&["data"], &[]);
    let upstream =
        Upstream::always(reply(422).header("content-type", "application/json").body(r#"{"why":"no"}"#)).await;
    let settings = || limited(|limits| limits.retries = 0);
    assert!(failure(&call(&make().executor(&upstream.url(), &[], settings()), &json!({})).await).contains("no"));
    let upstream = Upstream::always(reply(200).header("content-type", "text/plain").body("plain")).await;
    assert_eq!(success(&call(&make().executor(&upstream.url(), &[], settings()), &json!({})).await), "plain");
}
