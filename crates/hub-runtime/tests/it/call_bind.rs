//! Parameters on the wire: every place and style as the bytes that an upstream receives.

use hub_model::binding::http::{Format, Style};
use hub_runtime::call::Context;
use serde_json::{Value, json};

use crate::{
    tools::{call_raw, failure, open, style, success, tool},
    upstream::{Upstream, json as answer},
};

async fn target(make: crate::tools::Make, arguments: Value) -> String {
    let upstream = Upstream::always(answer("{}")).await;
    success(&make.call(&format!("{}/base/", upstream.url()), &arguments).await);
    upstream.only().target().to_owned()
}

#[tokio::test]
async fn path_and_query_are_written_byte_by_byte() {
    let form = || style(Style::Form, true);
    let table = [
        (tool("GET", "/pets/{id}"), json!({"id": 7}), "/base/pets/7"),
        (tool("GET", "/pets/{id}"), json!({"id": "a/b?c#d e%41"}), "/base/pets/a%2Fb%3Fc%23d%20e%2541"),
        (tool("GET", "/pets/{id}/toys/{toy}"), json!({"id": [1, 2], "toy": {"a": "b"}}), "/base/pets/1,2/toys/a,b"),
        (tool("GET", "/q?fixed=1").query("x", form()), json!({"x": "a&b=c"}), "/base/q?fixed=1&x=a%26b%3Dc"),
        (tool("GET", "/q").query("x", form()), json!({}), "/base/q"),
        (tool("GET", "/q").query("x", form()), json!({"x": null}), "/base/q"),
        (tool("GET", "/q").query("x", form()), json!({"x": ""}), "/base/q?x="),
        (
            tool("GET", "/q").query("$filter", form()),
            json!({"$filter": "a eq 'b'"}),
            "/base/q?%24filter=a%20eq%20%27b%27",
        ),
        (tool("GET", "/q").query("ids[]", form()), json!({"ids[]": [1, 2]}), "/base/q?ids%5B%5D=1&ids%5B%5D=2"),
        (
            tool("GET", "/q").query("a", style(Style::PipeDelimited, false)),
            json!({"a": ["x", "y|z"]}),
            "/base/q?a=x%7Cy%7Cz",
        ),
        (
            tool("GET", "/q").query("f", style(Style::DeepObject, true)),
            json!({"f": {"a": {"b": 1}}}),
            "/base/q?f%5Ba%5D%5Bb%5D=1",
        ),
        (
            tool("GET", "/q").query("j", Format::Content { media_type: "application/json".into() }),
            json!({"j": {"a": [1]}}),
            "/base/q?j=%7B%22a%22%3A%5B1%5D%7D",
        ),
        (tool("GET", "/with space/ü"), json!({}), "/base/with%20space/%C3%BC"),
        (tool("GET", ""), json!({}), "/base"),
    ];
    for (make, arguments, expected) in table {
        assert_eq!(target(make, arguments.clone()).await, expected, "{arguments}");
    }
}

#[tokio::test]
async fn big_numbers_arrive_as_they_were_written() {
    let upstream = Upstream::always(answer("{}")).await;
    let make = tool("POST", "/n/{id}").query("x", style(Style::Form, true)).body("application/json", |make| {
        hub_model::binding::http::Encode::Json(make.fields(&["amount", "list"], false))
    });
    let executor = make.executor(&upstream.url(), &[], open());
    let raw = r#"{"id": 123456789012345678901234567890, "x": 1.10, "amount": 99999999999999999999.5, "list": [18446744073709551617]}"#;
    success(&call_raw(&executor, raw).await);
    let seen = upstream.only();
    assert_eq!(seen.target(), "/n/123456789012345678901234567890?x=1.10");
    assert_eq!(seen.text(), r#"{"amount":99999999999999999999.5,"list":[18446744073709551617]}"#);
}

#[tokio::test]
async fn paths_cannot_climb() {
    let upstream = Upstream::always(answer("{}")).await;
    let attacks = [
        "",
        ".",
        "..",
        "../x",
        "x/../../y",
        "..\\x",
        "%2e%2e",
        "%2E.",
        "..%2fx",
        "%252e%252e",
        "..;x",
        "..%00",
        "%2e%2e%2fadmin",
        ".%2e",
        "x/..",
    ];
    for attack in attacks {
        let answer = tool("GET", "/pets/{id}/toys").call(&upstream.url(), &json!({ "id": attack })).await;
        assert!(failure(&answer).contains("argument `id`"), "{attack}: {answer:?}");
    }
    let split = tool("GET", "/p/{a}{b}").call(&upstream.url(), &json!({"a": ".", "b": "."})).await;
    assert!(failure(&split).contains("path segment"), "{split:?}");
    assert!(upstream.seen().is_empty());
    for fine in ["...", "a..b", ".hidden", "1.2.3", "a.", "100%", "%41"] {
        success(&tool("GET", "/pets/{id}/toys").call(&upstream.url(), &json!({ "id": fine })).await);
    }
}

#[tokio::test]
async fn headers_and_cookies_cannot_break_lines() {
    let upstream = Upstream::always(answer("{}")).await;
    let make = || {
        tool("GET", "/h")
            .header("X-Thing", style(Style::Simple, false))
            .header("X-Map", style(Style::Simple, true))
            .cookie("session", style(Style::Form, true))
            .cookie("theme", style(Style::Form, true))
    };
    let arguments =
        json!({"X-Thing": "a, ü\tb", "X-Map": {"k": 1, "l": true}, "session": "x; admin=1\r\nX: y", "theme": "dark"});
    success(&make().call(&upstream.url(), &arguments).await);
    let seen = upstream.only();
    assert_eq!(seen.header("x-thing"), Some("a, ü\tb"));
    assert_eq!(seen.header("x-map"), Some("k=1,l=true"));
    assert_eq!(seen.header("cookie"), Some("session=x%3B%20admin=1%0D%0AX:%20y; theme=dark"));
    for attack in ["a\r\nX-Evil: 1", "a\nb", "a\0b", "\u{7f}"] {
        let answer = make().call(&upstream.url(), &json!({ "X-Thing": attack })).await;
        assert!(failure(&answer).contains("`X-Thing` has a line break"), "{answer:?}");
    }
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn framing_headers_are_nobodys_arguments() {
    let upstream = Upstream::always(answer("{}")).await;
    let mut make = tool("GET", "/h");
    for name in ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Proxy-Authorization"] {
        make = make.header(name, style(Style::Simple, false));
    }
    let arguments = json!({"Host": "evil", "Content-Length": "5", "Transfer-Encoding": "chunked", "Connection": "x", "Proxy-Authorization": "y"});
    success(&make.call(&upstream.url(), &arguments).await);
    let seen = upstream.only();
    assert_eq!(seen.header("host"), Some(upstream.address.to_string().as_str()));
    for name in ["content-length", "transfer-encoding", "proxy-authorization"] {
        assert_eq!(seen.header(name), None);
    }
}

#[tokio::test]
async fn fixed_and_absent_values_are_sent() {
    let upstream = Upstream::always(answer("{}")).await;
    let mut make = tool("GET", "/v/{version}").query("kind", style(Style::Form, true)).fixed(0, json!("v2"));
    make.binding.query[0].absent = Some("a b".into());
    success(&make.call(&upstream.url(), &json!({"version": "v1"})).await);
    assert_eq!(upstream.only().target(), "/v/v2?kind=a%20b");
}

#[tokio::test]
async fn every_request_says_who_and_what() {
    let upstream = Upstream::always(answer("{}")).await;
    let mut settings = open();
    settings.headers = vec![("X-Tenant".into(), "acme".into()), ("Accept".into(), "application/vnd.acme+json".into())];
    let executor = tool("GET", "/").executor(&upstream.url(), &[], settings);
    success(&crate::tools::call(&executor, &json!({})).await);
    let seen = upstream.only();
    assert_eq!(seen.header("x-tenant"), Some("acme"));
    assert_eq!(seen.header("accept"), Some("application/vnd.acme+json"));
    assert_eq!(seen.header("accept-encoding"), Some("gzip, deflate, br, zstd"));
    assert!(seen.header("user-agent").unwrap().starts_with("mcphub/"));
    assert_eq!(seen.header("content-type"), None);
}

#[tokio::test]
async fn unknown_tools_and_bad_arguments_are_told_apart() {
    let upstream = Upstream::always(answer("{}")).await;
    let schema = json!({"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"], "additionalProperties": false});
    let executor = tool("GET", "/x/{id}").schema(schema).executor(&upstream.url(), &[], open());
    let unknown = executor.call("the_tol", None, &Context::default()).await.unwrap_err();
    assert_eq!(unknown.to_string(), "unknown tool `the_tol`; did you mean `the_tool`?");
    assert!(failure(&call_raw(&executor, "{}").await).contains("`id` is missing (an integer)"));
    assert!(failure(&call_raw(&executor, "[]").await).contains("must be an object"));
    assert!(upstream.seen().is_empty());
    success(&call_raw(&executor, r#""{\"id\":\"7\"}""#).await);
    assert_eq!(upstream.only().target(), "/x/7");
}

#[tokio::test]
async fn null_leaves_an_argument_out_in_the_strict_profile() {
    let upstream = Upstream::always(answer("{}")).await;
    let make = || {
        tool("POST", "/")
            .body("application/json", |make| hub_model::binding::http::Encode::Json(make.fields(&["a", "b"], false)))
    };
    let mut strict = make();
    strict.profile = hub_model::Profile::OpenaiStrict;
    let arguments = json!({"a": {"x": null, "y": 1}, "b": null});
    success(&strict.call(&upstream.url(), &arguments).await);
    success(&make().call(&upstream.url(), &arguments).await);
    let seen = upstream.seen();
    assert_eq!(seen[0].text(), r#"{"a":{"y":1}}"#);
    assert_eq!(seen[1].text(), r#"{"a":{"x":null,"y":1},"b":null}"#);
}
