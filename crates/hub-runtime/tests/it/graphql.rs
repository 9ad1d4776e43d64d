//! GraphQL operations against an endpoint on loopback: what is sent, and what each kind of answer becomes.

use hub_model::binding::graphql::{GraphQlBinding, Variable};
use hub_model::{Binding, Blueprint};
use hub_runtime::{call::Executor, secrets::Secrets};
use serde_json::{Value, json};

use crate::{
    tools::{call, failure, open, structured, text, tool},
    upstream::{Reply, Seen, Upstream, json as reply, reply as status},
};

fn binding() -> GraphQlBinding {
    let variable = |slot, name: &str, uploads: Vec<Vec<String>>| Variable { slot, name: name.into(), uploads };
    GraphQlBinding {
        upstream: "main".into(),
        query: true,
        head: "query pet($id: ID!, $size: Int) { pet(id: $id, size: $size) ".into(),
        selection: "{ id \"name\" }".into(),
        tail: " }".into(),
        fields: Some(2),
        variables: vec![variable(0, "id", Vec::new()), variable(1, "size", Vec::new())],
        field: "pet".into(),
        security: Vec::new(),
        renamed: [("legal".to_owned(), "$wire".to_owned())].into(),
    }
}

fn blueprint(url: &str, binding: GraphQlBinding) -> Blueprint {
    let mut make = tool("POST", "/");
    for name in ["id", "size", "fields"] {
        make.slot(name);
    }
    let mut blueprint = make.blueprint(url);
    blueprint.tools[0].binding = Binding::GraphQl(Box::new(binding));
    blueprint
}

/// The endpoint under a path that ends with a slash, as Django has it.
async fn endpoint(
    binding: GraphQlBinding,
    answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
) -> (Upstream, Executor) {
    let upstream = Upstream::start(answer).await;
    let blueprint = blueprint(&format!("{}/graphql/?key=1", upstream.url()), binding);
    (upstream, Executor::new(&blueprint, Secrets::new(), open()).unwrap())
}

fn sent(seen: &Seen) -> Value {
    serde_json::from_str(&seen.text()).unwrap()
}

#[tokio::test]
async fn the_operation_goes_out_with_its_variables_and_the_field_comes_back() {
    let answer = r#"{ "data": { "pet" : { "id": "7", "big": 12345678901234567890 } }, "extensions": {} }"#;
    let (upstream, pets) = endpoint(binding(), move |_, _| reply(answer)).await;
    let answer = call(&pets, &json!({ "id": "7" })).await;
    assert!(!answer.is_error);
    assert_eq!(structured(&answer), r#"{"id":"7","big":12345678901234567890}"#);
    let seen = upstream.only();
    assert_eq!(seen.line, "POST /graphql/?key=1 HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert!(seen.header("accept").unwrap().contains("application/graphql-response+json"));
    let query = "query pet($id: ID!, $size: Int) { pet(id: $id, size: $size) { id \"name\" } }";
    assert_eq!(sent(&seen), json!({ "query": query, "variables": { "id": "7" } }), "what is absent is left out");
}

#[tokio::test]
async fn nested_names_are_given_back_to_the_wire() {
    let (upstream, pets) = endpoint(binding(), |_, _| reply(r#"{"data":{"pet":null}}"#)).await;
    let answer = call(&pets, &json!({ "id": { "legal": [1] } })).await;
    assert!(!answer.is_error, "null without errors is an answer");
    assert_eq!(sent(&upstream.only())["variables"], json!({ "id": { "$wire": [1] } }));
}

#[tokio::test]
async fn fields_can_be_chosen_and_nothing_else() {
    let (upstream, pets) = endpoint(binding(), |_, _| reply(r#"{"data":{"pet":{"owner":{"login":"ann"}}}}"#)).await;
    assert!(!call(&pets, &json!({ "id": "7", "fields": "owner { login }" })).await.is_error);
    let query = sent(&upstream.only())["query"].as_str().unwrap().to_owned();
    assert!(query.ends_with("pet(id: $id, size: $size) {owner { login }} }"), "{query}");
    for hostile in ["id } deleteAll { id", "id @include(if: $id)", "id } } mutation {"] {
        let answer = call(&pets, &json!({ "id": "7", "fields": hostile })).await;
        assert!(answer.is_error && failure(&answer).contains("`fields`"), "{hostile}");
    }
    assert_eq!(upstream.seen().len(), 1, "nothing hostile was sent");
}

#[tokio::test]
async fn errors_are_told_with_their_place_and_a_next_step() {
    for (answered, body, words) in [
        (
            200,
            r#"{"errors":[{"message":"no such pet","path":["pet"],"extensions":{"code":"NOT_FOUND"}}],"data":{"pet":null}}"#,
            &["no such pet (at pet) [NOT_FOUND]", "check the ids"][..],
        ),
        (
            200,
            r#"{"errors":[{"message":"half a reason","path":null,"extensions":null}],"data":null}"#,
            &["half a reason", "correct the arguments"],
        ),
        (200, r#"{"errors":[{"message":"log in","extensions":{"code":"UNAUTHENTICATED"}}]}"#, &["credentials"]),
        (
            400,
            r#"{"errors":[{"message":"Unknown field","locations":[{"line":1,"column":2}]}]}"#,
            &["Unknown field", "correct the arguments"],
        ),
        (
            200,
            r#"{"errors":[{"message":"slow down","extensions":{"code":"THROTTLED"}}],"data":null}"#,
            &["ask for less"],
        ),
        (
            500,
            r#"{"errors":[{"message":"oops","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
            &["oops", "call again later"],
        ),
        (401, r#"{"errors":[{"message":"who?"}]}"#, &["401", "who?"]),
        (200, r#"{"errors":[{}], "data": null}"#, &["no reason given"]),
        (200, "<html><body>Welcome</body></html>", &["did not answer as a GraphQL endpoint does", "Welcome"]),
        (200, r#"{"hello": 1}"#, &["did not answer as a GraphQL endpoint does"]),
        (404, "not here", &["404", "not here"]),
        (200, r#"{"data": {"other": 1}}"#, &["no data"]),
    ] {
        let (_upstream, pets) =
            endpoint(binding(), move |_, _| status(answered).header("content-type", "application/json").body(body))
                .await;
        let answer = call(&pets, &json!({ "id": "7" })).await;
        let text = failure(&answer);
        for word in words {
            assert!(text.contains(word), "{answered} {body}: {text}");
        }
    }
}

#[tokio::test]
async fn partial_data_is_kept_and_what_is_missing_is_said() {
    let body =
        r#"{"data":{"pet":{"id":"7","owner":null}},"errors":[{"message":"owner is away","path":["pet","owner"]}]}"#;
    let (_upstream, pets) = endpoint(binding(), move |_, _| reply(body)).await;
    let answer = call(&pets, &json!({ "id": "7" })).await;
    assert!(!answer.is_error);
    assert_eq!(structured(&answer), r#"{"id":"7","owner":null}"#);
    assert!(text(&answer).contains("[a part is missing: owner is away (at pet.owner)]"), "{answer:?}");
}

#[tokio::test]
async fn only_queries_are_sent_again() {
    for (query, times) in [(true, 2), (false, 1)] {
        let binding = GraphQlBinding { query, ..binding() };
        let (upstream, pets) = endpoint(binding, |_, before| match before {
            0 => status(503),
            _ => reply(r#"{"data":{"pet":{"id":"7"}}}"#),
        })
        .await;
        assert_eq!(call(&pets, &json!({ "id": "7" })).await.is_error, !query);
        assert_eq!(upstream.seen().len(), times);
    }
}

#[tokio::test]
async fn files_go_out_as_the_multipart_specification_says() {
    let uploads = vec![vec!["*".to_owned(), "file".to_owned()]];
    let variables = vec![Variable { slot: 0, name: "pictures".into(), uploads }];
    let binding = GraphQlBinding { query: false, fields: None, variables, renamed: Default::default(), ..binding() };
    let (upstream, pets) = endpoint(binding, |_, _| reply(r#"{"data":{"pet":{"id":"7"}}}"#)).await;
    let file = |content: &str| json!({ "content": content, "filename": "a.txt", "content_type": "text/plain" });
    let pictures = json!([{ "caption": "one", "file": file("first") }, { "file": file("second") }, { "file": null }]);
    let answer = call(&pets, &json!({ "id": pictures })).await;
    assert!(!answer.is_error, "{answer:?}");
    let seen = upstream.only();
    assert!(seen.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    let body = seen.text();
    for part in [
        r#""variables":{"pictures":[{"caption":"one","file":null},{"file":null},{"file":null}]}"#,
        r#"{"0":["variables.pictures.0.file"],"1":["variables.pictures.1.file"]}"#,
        "name=\"0\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nfirst\r\n",
        "second\r\n",
    ] {
        assert!(body.to_ascii_lowercase().contains(&part.to_ascii_lowercase()), "{part}: {body}");
    }
}
