//! Upstream answers as models see them.

use hub_runtime::answer::{Answer, Content};
use serde_json::{Value, json};

use crate::{
    tools::{Make, call, failure, limited, structured, success, text, tool},
    upstream::{Reply, Upstream, json as answer, reply},
};

async fn shaped(make: Make, reply: Reply) -> Answer {
    let upstream = Upstream::always(reply).await;
    call(&make.executor(&upstream.url(), &[], limited(|limits| limits.retries = 0)), &json!({})).await
}

fn typed(media_type: &str, body: impl AsRef<[u8]>) -> Reply {
    reply(200).header("content-type", media_type).body(body)
}

#[tokio::test]
async fn json_keeps_its_numbers_and_loses_its_white_space() {
    let body =
        "\u{feff}{ \"id\": 12345678901234567890123, \"f\": 1.10,\n\t\"s\": \" a \\\" \\u00fc \", \"l\": [ 1 , 2 ] }\n";
    let compact = r#"{"id":12345678901234567890123,"f":1.10,"s":" a \" \u00fc ","l":[1,2]}"#;
    for media_type in [
        "application/json",
        "application/problem+json; charset=utf-8",
        "text/plain",
        "text/html",
        "application/octet-stream",
        "image/png",
        "",
    ] {
        let answer = shaped(tool("GET", "/"), typed(media_type, body)).await;
        assert_eq!(success(&answer), compact, "{media_type}");
        assert_eq!(structured(&answer), compact);
    }
}

#[tokio::test]
async fn what_is_no_object_is_wrapped_where_the_tool_says_so() {
    let items = json!({"type": "object", "properties": {"items": {"type": "array", "items": {"type": "integer"}}}, "required": ["items"]});
    let make = || tool("GET", "/").output(items.clone(), Some("items"));
    let list = shaped(make(), answer("[1, 12345678901234567890123]")).await;
    assert_eq!(success(&list), "[1,12345678901234567890123]");
    assert_eq!(structured(&list), r#"{"items":[1,12345678901234567890123]}"#);
    assert_eq!(shaped(tool("GET", "/"), answer("[1]")).await.structured, None);
    assert_eq!(success(&shaped(tool("GET", "/"), answer("\"text\"")).await), "\"text\"");
    // An error object in the place of the list: under the key where the schema can take it, and as it is where it cannot.
    let loose = |items: Value| json!({"type": "object", "properties": {"items": items}});
    for (items, expected) in [
        (json!({"type": ["array", "object"]}), r#"{"items":{"message":"x"}}"#),
        (json!({"type": "array"}), r#"{"message":"x"}"#),
    ] {
        let odd = shaped(tool("GET", "/").output(loose(items), Some("items")), answer(r#"{"message":"x"}"#)).await;
        assert_eq!((success(&odd).as_str(), structured(&odd).as_str()), (r#"{"message":"x"}"#, expected));
    }
}

fn fits(schema: &Value, answer: &Answer) -> String {
    let text = structured(answer);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::is_valid(schema, &value), "{text} against {schema}");
    text
}

#[tokio::test]
async fn small_lies_of_a_real_api_do_not_fail_a_call() {
    let schema = json!({"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "deep": {"type": "object", "properties": {"n": {"type": "integer"}}}}});
    let make = || tool("GET", "/").output(schema.clone(), None);
    let good = shaped(make(), answer(r#"{"id":1,"name":"x","extra":2}"#)).await;
    assert_eq!(fits(&schema, &good), r#"{"id":1,"name":"x","extra":2}"#);
    let lie = shaped(make(), answer(r#"{"id":"one","name":"x","deep":{"n":"?"}}"#)).await;
    assert_eq!(success(&lie), r#"{"id":"one","name":"x","deep":{"n":"?"}}"#);
    assert_eq!(fits(&schema, &lie), r#"{"name":"x","unexpected":{"id":"one","deep":{"n":"?"}}}"#);
    let list = shaped(make(), answer("[1,2]")).await;
    assert_eq!((success(&list).as_str(), fits(&schema, &list).as_str()), ("[1,2]", r#"{"unexpected":[1,2]}"#));
    for reply in
        [reply(204), typed("text/plain", "hello"), typed("application/json", "{broken"), typed("image/png", b"\x89PNG")]
    {
        let answer = shaped(make(), reply).await;
        assert!(!answer.is_error);
        fits(&schema, &answer);
    }
    let closed = json!({"type": "object", "additionalProperties": false, "properties": {"id": {"type": "integer"}}});
    let answer = shaped(tool("GET", "/").output(closed.clone(), None), answer(r#"{"id":"x","y":1}"#)).await;
    assert_eq!((success(&answer).as_str(), fits(&closed, &answer).as_str()), (r#"{"id":"x","y":1}"#, "{}"));
}

#[tokio::test]
async fn long_answers_are_cut_where_it_hurts_least() {
    let items: Vec<Value> = (0..847).map(|n| json!({"id": n, "text": "x".repeat(100)})).collect();
    let schema = json!({"type": "object", "properties": {"total": {"type": "integer"}, "items": {"type": "array"}}});
    let cut = shaped(
        tool("GET", "/").output(schema.clone(), None),
        answer(&json!({"items": items, "total": 847}).to_string()),
    )
    .await;
    let Content::Text(first) = &cut.content[0] else { panic!("no text") };
    assert!(first.len() <= 40_000 && first.len() > 38_000, "{}", first.len());
    let shown: Value = serde_json::from_str(first).unwrap();
    let count = shown["items"].as_array().unwrap().len();
    assert_eq!((shown["total"].as_i64(), shown["items"][0]["id"].as_i64()), (Some(847), Some(0)));
    let note = format!("`items` showing {count} of 847");
    assert!(text(&cut).contains(&note), "{}", text(&cut).lines().last().unwrap());
    assert!(fits(&schema, &cut).contains(&note));

    let long = "ä\"\u{1}".repeat(30_000);
    let cut = shaped(tool("GET", "/"), answer(&json!({"a": 1, "long": long, "b": [long.clone()]}).to_string())).await;
    let Content::Text(first) = &cut.content[0] else { panic!("no text") };
    assert!(first.chars().count() <= 40_000 && serde_json::from_str::<Value>(first).is_ok());
    assert!(
        text(&cut).contains("`long` showing ") && text(&cut).contains(" of 90000 characters"),
        "{}",
        text(&cut).lines().last().unwrap()
    );

    let wide: serde_json::Map<String, Value> = (0..5_000).map(|n| (format!("key-{n}"), "value".into())).collect();
    let cut = shaped(tool("GET", "/"), answer(&json!(wide).to_string())).await;
    assert!(text(&cut).contains("the object showing ") && text(&cut).contains(" of 5000 properties"));

    let list: Vec<u32> = (0..20_000).collect();
    let cut = shaped(tool("GET", "/"), answer(&json!(list).to_string())).await;
    assert!(text(&cut).contains("the list showing ") && text(&cut).contains(" of 20000"));
    let plain = shaped(tool("GET", "/"), typed("text/plain", "ü".repeat(50_000))).await;
    assert!(success(&plain).ends_with("[cut: the first 40000 of 50000 characters]"));
    let exact = shaped(tool("GET", "/"), typed("text/plain", "ü".repeat(40_000))).await;
    assert_eq!(success(&exact), "ü".repeat(40_000));
}

#[tokio::test]
async fn every_kind_of_content() {
    let xml = shaped(tool("GET", "/"), typed("application/atom+xml", "<a>\u{fc}</a>")).await;
    assert_eq!(success(&xml), "<a>ü</a>");
    let lines = shaped(tool("GET", "/"), typed("application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n")).await;
    assert_eq!((success(&lines).as_str(), lines.structured.is_none()), ("{\"a\":1}\n{\"a\":2}\n", true));
    let png = b"\x89PNG\r\n\x1a\n\0\0".as_slice();
    let image = shaped(tool("GET", "/"), typed("image/png", png)).await;
    assert_eq!(image.content, [Content::Image { data: png.to_vec().into(), media_type: "image/png".into() }]);
    let sound = shaped(tool("GET", "/"), typed("audio/mpeg; x=1", [0xff, 0xfb, 0])).await;
    assert_eq!(sound.content, [Content::Audio { data: vec![0xff, 0xfb, 0].into(), media_type: "audio/mpeg".into() }]);
    let svg = shaped(tool("GET", "/"), typed("image/svg+xml", "<svg/>")).await;
    assert_eq!(success(&svg), "<svg/>");
    let pdf = shaped(tool("GET", "/"), typed("application/pdf", b"%PDF\0\x01")).await;
    assert!(
        matches!(&pdf.content[0], Content::Blob { uri, media_type, .. } if uri.starts_with("mcphub://answers/the_tool/") && media_type == "application/pdf"),
        "{pdf:?}"
    );
    let big = shaped(tool("GET", "/"), typed("application/zip", vec![0; (1 << 20) + 1])).await;
    assert_eq!(
        success(&big),
        "the answer is application/zip with 1048577 bytes, too large to be passed on (the limit is 1048576 bytes)"
    );
    let lying = shaped(tool("GET", "/"), typed("application/json", [0, 1, 2, 3, 0xff])).await;
    assert!(
        matches!(&lying.content[0], Content::Blob { media_type, .. } if media_type == "application/json"),
        "{lying:?}"
    );
    let untyped = shaped(tool("GET", "/"), reply(200).body("just text")).await;
    assert_eq!(success(&untyped), "just text");
}

#[tokio::test]
async fn charsets() {
    let latin = shaped(tool("GET", "/"), typed("text/plain; charset=ISO-8859-1", b"caf\xe9")).await;
    assert_eq!(success(&latin), "café");
    let unsaid = shaped(tool("GET", "/"), typed("text/plain", b"caf\xe9 \x80")).await;
    assert_eq!(success(&unsaid), "café €");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("{\"a\":\"ü\"}".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(success(&shaped(tool("GET", "/"), typed("application/json", utf16)).await), "{\"a\":\"ü\"}");
    let sjis = shaped(tool("GET", "/"), typed("text/plain; charset=\"Shift_JIS\"", b"\x93\xfa\x96\x7b")).await;
    assert_eq!(success(&sjis), "日本");
    let json = shaped(tool("GET", "/"), typed("application/json; charset=latin1", b"{\"a\":\"\xe9\"}")).await;
    assert_eq!(structured(&json), "{\"a\":\"é\"}");
}

#[tokio::test]
async fn empty_answers_say_so_and_headers_tell_the_rest() {
    let nothing = shaped(tool("DELETE", "/"), reply(204)).await;
    assert_eq!(success(&nothing), "204 No Content: the answer has no content");
    let made = shaped(tool("POST", "/"), reply(201).header("location", "/pets/7")).await;
    assert_eq!(success(&made), "201 Created: the answer has no content\nlocation: /pets/7");
    let page = reply(200)
        .header("link", "</a?p=1>; rel=\"prev\", </a?p=3>; rel=\"next last\"")
        .header("x-total-count", "847")
        .body("x");
    assert_eq!(success(&shaped(tool("GET", "/"), page).await), "x\nnext page: /a?p=3\nx-total-count: 847");
    let head = shaped(tool("HEAD", "/"), typed("text/plain", "12345").header("etag", "\"e\"")).await;
    assert_eq!(
        success(&head),
        "200 OK: the answer has no content\ncontent-type: text/plain\ncontent-length: 5\netag: \"e\""
    );
}

#[tokio::test]
async fn broken_json_is_shown_as_it_is() {
    for body in ["{\"a\":", "{\"a\":NaN}", "{'a':1}", "{\"a\":\"\\ud800\"}"] {
        let answer = shaped(tool("GET", "/"), typed("application/json", body)).await;
        assert_eq!(success(&answer), format!("{body}\n[the upstream calls this JSON, but it is not valid JSON]"));
        assert_eq!(answer.structured, None);
    }
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(success(&shaped(tool("GET", "/"), typed("application/json", deep)).await).contains("not valid JSON"));
}

#[tokio::test]
async fn failures_say_what_happened_and_what_to_do() {
    let table = [
        (400, "correct the arguments"),
        (401, "did not accept the credentials"),
        (403, "do not permit this"),
        (404, "a list or search tool"),
        (405, "use another tool"),
        (409, "read the current state"),
        (413, "send less"),
        (422, "correct the arguments"),
        (429, "wait a minute"),
        (500, "call again later"),
        (503, "call again later"),
        (418, "see what the upstream says"),
    ];
    for (status, expected) in table {
        let text = failure(
            &shaped(
                tool("GET", "/"),
                reply(status).header("content-type", "application/json").body("{ \"error\": \"no such pet\" }"),
            )
            .await,
        );
        assert!(
            text.contains(&status.to_string())
                && text.contains("{\"error\":\"no such pet\"}")
                && text.contains(expected),
            "{text}"
        );
    }
    let post = failure(&shaped(tool("POST", "/"), reply(500)).await);
    assert!(post.contains("check whether the change was made"), "{post}");
    let page = "<!DOCTYPE html><html><head><title>Oops &amp; sorry</title><style>p{}</style></head><body><script>alert(1)</script><h1>Bad <b>Gateway</b></h1><!-- x --><p>nginx&nbsp;1.2</p></body></html>";
    let html = failure(&shaped(tool("GET", "/"), reply(502).header("content-type", "text/html").body(page)).await);
    assert!(html.contains("says: Oops & sorry\nBad Gateway\nnginx 1.2\nNext step"), "{html}");
    let long = failure(&shaped(tool("GET", "/"), reply(500).body("x".repeat(1_000_000))).await);
    assert!(long.len() < 10_000 && long.contains("[cut: the first 6000 of 1000000 characters]"), "{}", long.len());
    let binary = failure(&shaped(tool("GET", "/"), reply(500).body([0, 1, 2])).await);
    assert!(binary.contains("3 bytes of binary content"), "{binary}");
}

#[tokio::test]
async fn a_page_is_read_unless_it_is_wanted() {
    let page = "<html><body><p>Hello <i>you</i></p></body></html>";
    assert_eq!(success(&shaped(tool("GET", "/"), typed("text/html", page)).await), "Hello you");
    let mut wanted = tool("GET", "/");
    wanted.binding.accept = "text/html".into();
    assert_eq!(success(&shaped(wanted, typed("text/html", page)).await), page);
}

#[tokio::test]
async fn an_old_servers_headers_do_not_cost_the_answer() {
    let raw =
        "HTTP/1.1 200\r\nX-Bad Name: x\r\nX-Folded: a\r\n b\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    assert_eq!(success(&shaped(tool("GET", "/"), reply(200).raw(raw)).await), "ok");
    let raw = "HTTP/1.0 200 OK\r\n\r\nuntil the end";
    assert_eq!(success(&shaped(tool("GET", "/"), reply(200).raw(raw)).await), "until the end");
    let raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n";
    assert_eq!(success(&shaped(tool("GET", "/"), reply(200).raw(raw)).await), "abc");
}
