//! Request bodies on the wire.

use std::collections::BTreeMap;

use hub_model::binding::http::{Assembly, Encode, Format, Part, Style, XmlShape};
use serde_json::{Value, json};

use crate::{
    tools::{Make, call, failure, limited, open, style, success, tool},
    upstream::{Seen, Upstream, json as answer, reply},
};

async fn sent(make: Make, arguments: Value) -> Seen {
    let upstream = Upstream::always(answer("{}")).await;
    let mut settings = open();
    settings.egress.allow = vec!["127.0.0.1".into()];
    success(&call(&make.executor(&upstream.url(), &[], settings), &arguments).await);
    upstream.only()
}

async fn refused(make: Make, arguments: Value) -> String {
    let upstream = Upstream::always(answer("{}")).await;
    let text = failure(&make.call(&upstream.url(), &arguments).await);
    assert!(upstream.seen().is_empty());
    text
}

fn whole(media_type: &str, encode: impl FnOnce(usize) -> Encode) -> Make {
    tool("POST", "/").body(media_type, |make| encode(make.slot("body")))
}

#[tokio::test]
async fn json_bodies() {
    let make =
        |open| tool("POST", "/").body("application/vnd.x+json", |make| Encode::Json(make.fields(&["a", "b"], open)));
    let seen = sent(make(false), json!({"b": [1, {"c": "ü\"\n"}], "a": null, "zzz": 1})).await;
    assert_eq!(seen.text(), r#"{"a":null,"b":[1,{"c":"ü\"\n"}]}"#);
    assert_eq!(seen.header("content-type"), Some("application/vnd.x+json"));
    assert_eq!(sent(make(true), json!({"a": 1, "zzz": 2})).await.text(), r#"{"a":1,"zzz":2}"#);
    let nothing = sent(make(false), json!({})).await;
    assert_eq!((nothing.text().as_str(), nothing.header("content-type")), ("", None));
    let mut required = make(false);
    required.binding.body.as_mut().unwrap().required = true;
    assert_eq!(sent(required, json!({})).await.text(), "{}");
    for value in [json!([1, 2]), json!("x"), json!(null), json!({"a": {}})] {
        let make = whole("application/json", |slot| Encode::Json(Assembly::Whole(slot)));
        assert_eq!(sent(make, json!({ "body": value })).await.text(), value.to_string());
    }
}

#[tokio::test]
async fn renamed_properties_get_their_names_back_at_every_depth() {
    let mut make = tool("POST", "/").body("application/json", |make| Encode::Json(make.fields(&["a", "x_y"], false)));
    let body = make.binding.body.as_mut().unwrap();
    body.renamed = BTreeMap::from([("x_y".into(), "x y".into()), ("dollar".into(), "$".into())]);
    let seen = sent(make, json!({"a": [{"x_y": 1, "n": {"dollar": 2}}], "x_y": 3})).await;
    assert_eq!(seen.text(), r#"{"a":[{"x y":1,"n":{"$":2}}],"x_y":3}"#);
}

#[tokio::test]
async fn json_lines_text_and_forms() {
    let lines = whole("application/x-ndjson", Encode::JsonLines);
    assert_eq!(sent(lines, json!({"body": [{"a": 1}, "b"]})).await.text(), "{\"a\":1}\n\"b\"\n");
    let text = sent(whole("text/plain", Encode::Text), json!({"body": "a\r\nü"})).await;
    assert_eq!((text.text().as_str(), text.header("content-type")), ("a\r\nü", Some("text/plain")));
    let form = tool("POST", "/").body("application/x-www-form-urlencoded", |make| Encode::Form {
        from: make.fields(&["a b", "list", "csv", "deep", "object", "none"], false),
        formats: [
            ("csv".to_owned(), style(Style::Form, false)),
            ("deep".to_owned(), style(Style::DeepObject, true)),
            ("object".to_owned(), Format::Content { media_type: "application/json".into() }),
        ]
        .into(),
    });
    let arguments = json!({"a b": "c d&e=ü+~*", "list": [1, 2], "csv": ["x", "y"], "deep": {"k": {"l": 1}}, "object": {"m": 1}, "none": null});
    assert_eq!(
        sent(form, arguments).await.text(),
        "a+b=c+d%26e%3D%C3%BC%2B%7E*&list=1&list=2&csv=x,y&deep%5Bk%5D%5Bl%5D=1&object=%7B%22m%22%3A1%7D"
    );
}

/// The parts of a multipart body, by its own boundary.
fn parts(seen: &Seen) -> Vec<(String, Vec<u8>)> {
    let boundary = seen.header("content-type").unwrap().split("boundary=").nth(1).unwrap();
    let delimiter = format!("--{boundary}");
    let text = seen.body.iter().map(|byte| char::from(*byte)).collect::<String>();
    let pieces: Vec<&str> = text.split(&delimiter).collect();
    assert_eq!((pieces[0], pieces[pieces.len() - 1]), ("", "--\r\n"));
    let inner = pieces[1..pieces.len() - 1].iter().map(|piece| {
        let (head, content) = piece.strip_prefix("\r\n").unwrap().split_once("\r\n\r\n").unwrap();
        (head.to_owned(), content.strip_suffix("\r\n").unwrap().chars().map(|c| c as u32 as u8).collect())
    });
    inner.collect()
}

fn multipart() -> Make {
    tool("POST", "/").body("multipart/form-data", |make| Encode::Multipart {
        from: make.fields(&["note", "meta", "tags", "all", "photo", "files", "xml"], false),
        parts: [
            ("all".to_owned(), Part { whole_array: true, ..Part::default() }),
            ("photo".to_owned(), Part { file: true, media_type: "image/png, image/jpeg".into(), ..Part::default() }),
            ("files".to_owned(), Part { file: true, ..Part::default() }),
            ("xml".to_owned(), Part { media_type: "text/xml".into(), ..Part::default() }),
        ]
        .into(),
    })
}

/// OpenAPI 3.1 section 4.8.15.1: what would be pairs of a form are parts, and not encoded.
#[tokio::test]
async fn parts_by_style() {
    let styled = |explode, kind| Part { format: Some(style(kind, explode)), ..Part::default() };
    let make = tool("POST", "/").body("multipart/form-data", |make| Encode::Multipart {
        from: make.fields(&["list", "all", "object", "deep", "plain", "spaced"], false),
        parts: [
            ("list".to_owned(), styled(false, Style::Form)),
            ("all".to_owned(), styled(true, Style::Form)),
            ("object".to_owned(), styled(true, Style::Form)),
            ("deep".to_owned(), styled(true, Style::DeepObject)),
            ("plain".to_owned(), styled(false, Style::Form)),
            ("spaced".to_owned(), styled(false, Style::SpaceDelimited)),
        ]
        .into(),
    });
    let arguments = json!({
        "list": ["a b", "c&d"], "all": ["ü", "+"], "object": {"x": "1%", "y": null}, "deep": {"k": {"l": "m"}},
        "plain": "a=b", "spaced": ["p", "q"]
    });
    let seen = sent(make, arguments).await;
    let shown: Vec<String> = parts(&seen)
        .into_iter()
        .map(|(head, content)| {
            let name = head.strip_prefix("Content-Disposition: form-data; name=").unwrap();
            format!("{name} {}", String::from_utf8(content).unwrap())
        })
        .collect();
    let expected = [
        "\"list\" a b,c&d",
        "\"all\" ü",
        "\"all\" +",
        "\"x\" 1%",
        "\"deep[k][l]\" m",
        "\"plain\" a=b",
        "\"spaced\" p q",
    ];
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn multipart_bodies() {
    let arguments = json!({
        "note": "plain ü", "meta": {"a": 1}, "tags": ["x", 2], "all": [1, 2], "xml": "<a/>",
        "photo": {"content": "iVBORw0K", "encoding": "base64", "filename": "../a\"b\r\nX: 1.png", "content_type": "image/jpeg"},
        "files": [{"content": "one"}, "two", "data:text/csv;base64,YSxi", {"content": "_-8", "encoding": "base64"}]
    });
    let seen = sent(multipart(), arguments).await;
    let parts = parts(&seen);
    let disposition = |at: usize| parts[at].0.split("\r\n").collect::<Vec<_>>();
    let content = |at: usize| parts[at].1.as_slice();
    assert_eq!(
        (disposition(0), content(0)),
        (vec![r#"Content-Disposition: form-data; name="note""#], "plain ü".as_bytes())
    );
    assert_eq!(disposition(1), [r#"Content-Disposition: form-data; name="meta""#, "Content-Type: application/json"]);
    assert_eq!(content(1), br#"{"a":1}"#);
    assert_eq!((content(2), content(3), content(4)), (&b"x"[..], &b"2"[..], &b"[1,2]"[..]));
    assert_eq!(
        disposition(5),
        [r#"Content-Disposition: form-data; name="photo"; filename="a%22b%0D%0AX: 1.png""#, "Content-Type: image/jpeg"]
    );
    assert_eq!(content(5), [0x89, b'P', b'N', b'G', b'\r', b'\n']);
    assert_eq!(
        (content(6), content(7), content(8), content(9)),
        (&b"one"[..], &b"two"[..], &b"a,b"[..], &[0xff, 0xef][..])
    );
    assert_eq!(
        disposition(8),
        [r#"Content-Disposition: form-data; name="files"; filename="file""#, "Content-Type: text/csv"]
    );
    assert_eq!((disposition(10)[1], content(10)), ("Content-Type: text/xml", &b"<a/>"[..]));
    assert_eq!(parts.len(), 11);
}

#[tokio::test]
async fn a_boundary_is_never_in_the_content() {
    let first = sent(multipart(), json!({"note": "x"})).await;
    let boundary = first.header("content-type").unwrap().split("boundary=").nth(1).unwrap().to_owned();
    // The same lengths and heads give the same first candidate: a content that holds it must get another.
    let padded = json!({ "note": boundary.clone() });
    let again = sent(multipart(), padded).await;
    let other = again.header("content-type").unwrap().split("boundary=").nth(1).unwrap().to_owned();
    let third = sent(multipart(), json!({ "note": other.clone() })).await;
    assert_ne!(third.header("content-type"), again.header("content-type"));
    assert_eq!(parts(&third)[0].1, other.as_bytes());
}

#[tokio::test]
async fn binary_bodies_and_files_by_url() {
    let make = || {
        let mut make = tool("PUT", "/").body("*/*", |make| Encode::Binary(make.slot("body")));
        let slot = make.slot("content_type");
        make.binding.body.as_mut().unwrap().media_type_slot = Some(slot);
        make
    };
    let seen =
        sent(make(), json!({"body": {"content": "AAEC", "encoding": "base64", "content_type": "image/png"}})).await;
    assert_eq!((seen.body.as_slice(), seen.header("content-type")), (&[0, 1, 2][..], Some("image/png")));
    let seen = sent(make(), json!({"body": "text", "content_type": "text/x-thing; v=1"})).await;
    assert_eq!((seen.body.as_slice(), seen.header("content-type")), (&b"text"[..], Some("text/x-thing; v=1")));
    for bad in ["nonsense", "a/b\r\nX: y", "a/b c", "/", "*"] {
        assert!(
            refused(make(), json!({"body": "x", "content_type": bad})).await.contains("must be a media type"),
            "{bad}"
        );
    }
    assert!(refused(make(), json!({"body": {"content": "!!", "encoding": "base64"}})).await.contains("is not base64"));
    assert!(
        refused(make(), json!({"body": {"content": "x", "encoding": "rot13"}}))
            .await
            .contains("use text, base64 or url")
    );

    let files = Upstream::always(reply(200).header("content-type", "image/gif").body(b"GIF89a")).await;
    let url = format!("{}/a/pic%20ture.gif?x=1", files.url());
    let seen = sent(make(), json!({"body": {"content": url, "encoding": "url"}})).await;
    assert_eq!((seen.body.as_slice(), seen.header("content-type")), (&b"GIF89a"[..], Some("image/gif")));
    let seen = sent(multipart(), json!({"files": {"content": url, "encoding": "url"}})).await;
    assert!(parts(&seen)[0].0.contains("filename=\"pic ture.gif\"\r\nContent-Type: image/gif"), "{seen:?}");
}

#[tokio::test]
async fn files_keep_to_the_rules_and_limits() {
    let files = Upstream::always(reply(200).body(vec![0; 2000])).await;
    let upstream = Upstream::always(answer("{}")).await;
    let by_url = json!({"body": {"content": files.url(), "encoding": "url"}});
    let make = || whole("application/octet-stream", Encode::Binary);
    let text = failure(&make().call(&upstream.url(), &by_url).await);
    assert!(text.contains("is a loopback address and refused"), "private upstreams are allowed, but not files: {text}");
    let mut settings = limited(|limits| limits.file_bytes = 1000);
    settings.egress.allow = vec!["127.0.0.1".into()];
    let executor = make().executor(&upstream.url(), &[], settings);
    assert!(failure(&call(&executor, &by_url).await).contains("larger than 1000 bytes"));
    assert!(failure(&call(&executor, &json!({"body": "x".repeat(1001)})).await).contains("the limit is 1000"));
    let mut settings = open();
    settings.egress = hub_runtime::egress::Policy { allow_private: false, allow: vec!["127.0.0.1".into()] };
    let executor = make().executor(&upstream.url(), &[], settings);
    for url in ["http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/", "http://0x7f.2/", "gopher://x/"]
    {
        let text = failure(&call(&executor, &json!({"body": {"content": url, "encoding": "url"}})).await);
        assert!(text.contains("refused"), "{url}: {text}");
    }
    let executor = make().executor(&upstream.url(), &[], limited(|limits| limits.request_bytes = 10));
    assert!(failure(&call(&executor, &json!({"body": "x".repeat(11)})).await).contains("the limit is 10"));
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn xml_bodies() {
    let shape = |name: &str| XmlShape { name: name.into(), ..XmlShape::default() };
    let shapes = || {
        vec![
            XmlShape {
                prefix: "p".into(),
                namespace: "http://x/?a&b".into(),
                properties: vec![("id".into(), 1), ("names".into(), 2), ("tags".into(), 4), ("note".into(), 6)],
                ..shape("pet")
            },
            XmlShape { attribute: true, ..shape("id") },
            XmlShape { wrapped: true, items: Some(3), ..shape("names") },
            shape("name"),
            XmlShape { items: Some(5), ..shape("tags") },
            XmlShape { properties: vec![("value".into(), 7)], ..shape("tag") },
            shape(""),
            XmlShape { text: true, ..shape("value") },
        ]
    };
    let make = || {
        tool("POST", "/").body("application/xml", |make| Encode::Xml {
            from: make.fields(&["id", "names", "tags", "note"], true),
            root: 0,
            shapes: shapes(),
        })
    };
    let arguments = json!({"note": "a<b>&\"'\r", "id": "1\"2\n", "names": ["x", "y"], "tags": [{"value": "t"}], "1 bad<name": {"n": [1, true]}, "nil": null});
    assert_eq!(
        sent(make(), arguments).await.text(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><p:pet xmlns:p=\"http://x/?a&amp;b\" id=\"1&quot;2&#10;\">\
         <names><name>x</name><name>y</name></names><tag>t</tag><note>a&lt;b&gt;&amp;\"'&#13;</note>\
         <_1_bad_name><n>1</n><n>true</n></_1_bad_name></p:pet>"
    );
    assert!(refused(make(), json!({"note": "a\u{1}"})).await.contains("U+0001, which XML cannot carry"));
}
