//! SOAP operations against a service on loopback: the envelope that is sent, and what each kind of answer becomes.

use hub_model::binding::soap::{SoapBinding, XmlTypes};
use hub_model::{Binding, SchemeKind};
use hub_runtime::answer::Content;
use hub_runtime::{call::Executor, secrets::Secrets};
use serde_json::{Value, json};

use crate::{
    tools::{call, failure, open, structured, success, text, tool},
    upstream::{Reply, Seen, Upstream, reply},
};

const TNS: &str = "urn:shop";

/// `Order`: an id, notes, a payment by card or by invoice, lines with prices, and a place for what comes next.
fn types() -> XmlTypes {
    let types = json!({
        "namespaces": [TNS],
        "types": [
            { "content": "any" },
            { "content": { "text": "string" } },
            { "content": { "text": "number" } },
            {
                "content": { "elements": [
                    { "name": "id", "namespace": 0, "type": 1, "required": true },
                    { "name": "note", "namespace": 0, "type": 1, "nillable": true, "required": true },
                    { "name": "card", "namespace": 0, "type": 1 },
                    { "name": "invoice", "namespace": 0, "type": 2 },
                    { "name": "line", "namespace": 0, "type": 4, "many": true },
                    { "name": "", "type": 0, "many": true }
                ] },
                "attributes": [{ "name": "lang" }],
                "choices": [{ "required": true, "alternatives": [{ "needed": [2] }, { "needed": [3] }] }]
            },
            {
                "name": [0, "Line"], "derived": [5],
                "content": { "elements": [{ "name": "sku", "type": 1 }, { "name": "price", "type": 2 }] }
            },
            {
                "name": [0, "Gift"],
                "content": { "elements": [
                    { "name": "sku", "type": 1 }, { "name": "price", "type": 2 }, { "name": "card", "type": 1 }
                ] }
            }
        ]
    });
    serde_json::from_value(types).unwrap()
}

fn binding(change: &Value) -> SoapBinding {
    let fields: Vec<Value> = NAMES.iter().enumerate().map(|(at, name)| json!([name, at])).collect();
    let mut binding = json!({
        "upstream": "main", "types": "api", "action": "urn:shop/order",
        "body": [{ "name": "Order", "namespace": TNS, "type": 3, "from": { "fields": fields }, "required": true }],
        "answer": [["OrderResponse", 3]]
    });
    binding.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    serde_json::from_value(binding).unwrap()
}

const NAMES: [&str; 7] = ["id", "note", "card", "invoice", "line", "any", "@lang"];

/// A service that answers every call with `body` in an envelope, or as `answer` says.
async fn service(
    change: Value,
    scheme: Option<SchemeKind>,
    answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
) -> (Upstream, Executor) {
    let upstream = Upstream::start(answer).await;
    let mut make = tool("POST", "/");
    for name in NAMES {
        make.slot(name);
    }
    let mut secrets = Secrets::new();
    let mut binding = binding(&change);
    if let Some(kind) = scheme {
        make = make.scheme("user", kind);
        binding.security =
            vec![vec![hub_model::Requirement { scheme: "user".to_owned(), scopes: Vec::new() }], Vec::new()];
        secrets.insert("user", "ann:se<cret");
    }
    let mut blueprint = make.blueprint(&format!("{}/shop.asmx?a=1", upstream.url()));
    blueprint.tools[0].binding = Binding::Soap(Box::new(binding));
    blueprint.xml.insert("api".to_owned(), types());
    let executor = Executor::new(&blueprint, secrets, open()).unwrap();
    (upstream, executor)
}

fn envelope(body: &str) -> String {
    format!("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>{body}</e:Body></e:Envelope>")
}

fn answers(body: &str) -> impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static {
    let body = envelope(body);
    move |_, _| reply(200).header("content-type", "text/xml; charset=utf-8").body(&body)
}

/// What stands between `from` and `to`.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let found = text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(inner, _)| inner);
    assert!(found.is_some(), "no {from}…{to} in {text}");
    found.unwrap_or_default()
}

const PAID: &str = r#"{"id":"7","note":null,"card":"42"}"#;

#[tokio::test]
async fn elements_go_out_in_the_order_of_the_schema() {
    let (upstream, shop) = service(json!({}), None, answers("<OrderResponse xmlns='urn:shop'/>")).await;
    let arguments = json!({
        "line": [{ "price": 1.50, "sku": "a&b" }, { "@type": "Gift", "card": "<3", "sku": "g" }],
        "invoice": 12345678901234567890_u64, "id": "7\u{0}", "note": null, "@lang": "d\"e",
        "any": ["<x:more xmlns:x=\"urn:x\">1</x:more>"]
    });
    success(&call(&shop, &arguments).await);
    let seen = upstream.only();
    assert_eq!(seen.line, "POST /shop.asmx?a=1 HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(seen.header("soapaction"), Some("\"urn:shop/order\""));
    assert_eq!(
        between(&seen.text(), "<s:Body>", "</s:Body>"),
        "<p:Order xmlns:p=\"urn:shop\" lang=\"d&quot;e\"><n0:id>7</n0:id><n0:note xsi:nil=\"true\"/>\
         <n0:invoice>12345678901234567890</n0:invoice>\
         <n0:line><sku>a&amp;b</sku><price>1.5</price></n0:line>\
         <n0:line xsi:type=\"n0:Gift\"><sku>g</sku><card>&lt;3</card></n0:line>\
         <x:more xmlns:x=\"urn:x\">1</x:more></p:Order>"
    );
}

#[tokio::test]
async fn what_would_be_refused_is_said_before_it_is_sent() {
    let (upstream, shop) = service(json!({}), None, answers("")).await;
    let table = [
        (json!({ "id": "7", "note": null }), "takes exactly one of: `card`; `invoice`"),
        (json!({ "id": "7", "note": null, "card": "1", "invoice": 2 }), "takes exactly one of: `card`; `invoice`"),
        (json!({ "id": "7", "card": "1", "line": ["text"] }), "`line` must be an object with properties"),
        (json!({ "id": "7", "card": "1", "line": [{ "@type": "Nothing" }] }), "cannot be of the type `Nothing`"),
        (json!({ "id": "7", "card": "1", "any": ["</p:Order><evil/>"] }), "must be one XML element"),
        (json!({ "id": "7", "card": "1", "any": ["<!DOCTYPE x [<!ENTITY e \"1\">]><x>&e;</x>"] }), "must be one XML"),
    ];
    for (arguments, expected) in table {
        let said = failure(&call(&shop, &arguments).await);
        assert!(said.contains(expected), "{said}");
    }
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn answers_have_the_shape_of_the_schema_not_of_the_sample() {
    let body = "<r:OrderResponse xmlns:r='urn:shop' lang='de'><r:id> 7 </r:id><r:note xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>\
                <r:line><sku>a</sku><price>12345678901234567890.10</price></r:line><r:new><x>1</x></r:new></r:OrderResponse>";
    let (_, shop) = service(json!({}), None, answers(body)).await;
    let answer = call(&shop, &serde_json::from_str(PAID).unwrap()).await;
    assert_eq!(
        structured(&answer),
        "{\"@lang\":\"de\",\"id\":\" 7 \",\"note\":null,\"line\":[{\"sku\":\"a\",\"price\":12345678901234567890.10}],\
         \"any\":[\"<r:new><x>1</x></r:new>\"]}",
        "one line is a list of one; big numbers stay whole"
    );
}

#[tokio::test]
async fn soap_12_puts_the_action_into_the_media_type() {
    let (upstream, shop) = service(json!({ "soap_12": true }), None, |_, _| {
        reply(500).header("content-type", "application/soap+xml").body(
            "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>\
             <e:Reason><e:Text xml:lang='en'>no such card</e:Text></e:Reason><e:Detail><n>42</n></e:Detail></e:Fault></e:Body></e:Envelope>",
        )
    })
    .await;
    let said = failure(&call(&shop, &serde_json::from_str(PAID).unwrap()).await);
    assert!(said.contains("the_tool failed: no such card [Sender]\nDetail: {\"n\":\"42\"}"), "{said}");
    assert!(said.contains("correct the arguments"), "{said}");
    let seen = upstream.only();
    let kind = "application/soap+xml; charset=utf-8; action=\"urn:shop/order\"";
    assert_eq!((seen.header("content-type"), seen.header("soapaction")), (Some(kind), None));
    assert!(seen.text().contains("xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""));
}

#[tokio::test]
async fn faults_are_errors_whatever_the_status() {
    let fault = "<e:Fault><faultcode>e:Server</faultcode><faultstring>down &amp; out</faultstring></e:Fault>";
    for status in [200, 500] {
        let body = envelope(fault);
        let answer = move |_: &Seen, _: usize| reply(status).header("content-type", "text/xml").body(&body);
        let (_, shop) = service(json!({}), None, answer).await;
        let said = failure(&call(&shop, &serde_json::from_str(PAID).unwrap()).await);
        assert!(said.contains("down & out [Server]"), "{said}");
        assert!(said.contains("check whether the change was made"), "{said}");
    }
}

#[tokio::test]
async fn what_is_no_envelope_is_no_success() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>&b;</e:Body></e:Envelope>";
    for body in ["<html><body>Welcome</body></html>", "{\"ok\":true}", "<a", bomb] {
        let (_, shop) =
            service(json!({}), None, move |_, _| reply(200).header("content-type", "text/html").body(body)).await;
        let said = failure(&call(&shop, &serde_json::from_str(PAID).unwrap()).await);
        assert!(said.contains("did not answer as a SOAP service does"), "{said}");
    }
}

#[tokio::test]
async fn careless_services_are_understood() {
    let order = "<OrderResponse xmlns='urn:shop'><id>7</id></OrderResponse>";
    let no_slash = envelope(order).replace("/envelope/", "/envelope");
    let undeclared = envelope("<ns:OrderResponse xmlns='urn:shop' a:x='1'><id>7</id></ns:OrderResponse>");
    let around = format!("--b\r\nContent-Type: text/xml\r\n\r\n{}\r\n--b--", envelope(order));
    for body in [no_slash, undeclared, around] {
        let (_, shop) =
            service(json!({}), None, move |_, _| reply(200).header("content-type", "text/xml").body(&body)).await;
        assert_eq!(structured(&call(&shop, &serde_json::from_str(PAID).unwrap()).await), "{\"id\":\"7\"}");
    }
}

#[tokio::test]
async fn what_nobody_announced_is_not_lost() {
    let body = "<w:orderResponse xmlns:w='urn:w'><code>0</code><OrderResponse><id>7</id></OrderResponse>\
                <status xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:type='x' ok='true'/><row n='1'>a</row><row>b</row></w:orderResponse>";
    let two = json!({ "answer_wrapped": true, "answer": [["OrderResponse", 3], ["gone", 1]] });
    let (_, shop) = service(two, None, answers(body)).await;
    let answer = call(&shop, &serde_json::from_str(PAID).unwrap()).await;
    assert_eq!(
        structured(&answer),
        "{\"OrderResponse\":{\"id\":\"7\"},\"code\":\"0\",\"status\":{\"@ok\":\"true\",\"value\":\"\"},\
         \"row\":[{\"@n\":\"1\",\"value\":\"a\"},\"b\"]}"
    );
}

#[tokio::test]
async fn one_way_is_done_when_it_was_taken() {
    let (_, shop) = service(json!({ "one_way": true, "answer": [] }), None, |_, _| reply(202)).await;
    assert!(success(&call(&shop, &serde_json::from_str(PAID).unwrap()).await).contains("the service took it"));
}

#[tokio::test]
async fn old_services_say_their_charset() {
    let body = [envelope("<OrderResponse xmlns='urn:shop'><id>caf").into_bytes(), vec![0xe9]].concat();
    let mut body: Vec<u8> = body.split(|byte| *byte == 0xe9).next().unwrap().to_vec();
    let end = body.windows(9).position(|at| at == b"</e:Body>").unwrap();
    body.splice(end..end, [0xe9].into_iter().chain(*b"</id></OrderResponse>"));
    let (_, shop) = service(json!({}), None, move |_, _| {
        reply(200).header("content-type", "text/xml; charset=ISO-8859-1").body(&body)
    })
    .await;
    assert_eq!(structured(&call(&shop, &serde_json::from_str(PAID).unwrap()).await), "{\"id\":\"café\"}");
}

#[tokio::test]
async fn passwords_go_into_the_envelope() {
    for digest in [false, true] {
        let (upstream, shop) = service(
            json!({ "addressing": "urn:act?a&b" }),
            Some(SchemeKind::WsSecurity { digest }),
            answers("<OrderResponse xmlns='urn:shop'/>"),
        )
        .await;
        success(&call(&shop, &serde_json::from_str(PAID).unwrap()).await);
        let sent = upstream.only().text();
        let header = between(&sent, "<s:Header>", "</s:Header>");
        assert_eq!(between(header, "<wsse:Username>", "<"), "ann");
        assert_eq!(
            between(header, "<a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\">", "<"),
            "urn:act?a&amp;b"
        );
        let id = between(header, ">urn:uuid:", "<");
        assert_eq!((id.len(), &id[14..15]), (36, "4"), "{id}");
        assert!(header.contains(&format!(">{}/shop.asmx?a=1</a:To>", upstream.url())), "{header}");
        let (created, password) =
            (between(header, "<wsu:Created>", "<"), between(between(header, "<wsse:Password ", "/wsse"), ">", "<"));
        assert!(created.ends_with('Z') && created.len() <= 24, "{created}");
        if digest {
            assert!(!sent.contains("cret"), "{sent}");
            assert_eq!(password.len(), 28, "SHA-1 in base64");
        } else {
            assert_eq!(password, "se&lt;cret");
        }
    }
}

#[tokio::test]
async fn a_password_in_the_message_does_not_follow_to_another_host() {
    let elsewhere = Upstream::always(reply(200).header("content-type", "text/xml").body("<no/>")).await;
    let place = format!("{}/taken", elsewhere.url());
    let (upstream, shop) = service(json!({}), Some(SchemeKind::WsSecurity { digest: false }), move |_, _| {
        reply(307).header("location", &place)
    })
    .await;
    let text = failure(&call(&shop, &serde_json::from_str(PAID).unwrap()).await);
    assert!(text.contains("redirected to another place"), "{text}");
    assert_eq!((upstream.seen().len(), elsewhere.seen().len()), (1, 0));
}

#[tokio::test]
async fn challenges_of_http_digests_are_answered() {
    let (upstream, shop) = service(json!({}), Some(SchemeKind::Http { scheme: "digest".into() }), |seen, _| match seen
        .header("authorization")
    {
        None => reply(401).header(
            "www-authenticate",
            "Digest realm=\"shop\", nonce=\"n0nce\", qop=\"auth\", algorithm=SHA-256, opaque=\"o\"",
        ),
        Some(_) => answers("<OrderResponse xmlns='urn:shop'><id>1</id></OrderResponse>")(seen, 0),
    })
    .await;
    assert_eq!(structured(&call(&shop, &serde_json::from_str(PAID).unwrap()).await), "{\"id\":\"1\"}");
    let seen = upstream.seen();
    assert_eq!(seen.len(), 2);
    let answer = seen[1].header("authorization").unwrap();
    for expected in ["username=\"ann\"", "uri=\"/shop.asmx?a=1\"", "qop=auth, nc=00000001", "opaque=\"o\""] {
        assert!(answer.contains(expected), "{answer}");
    }
    assert!(!answer.contains("cret"));
    assert_eq!(seen[0].text(), seen[1].text());
}

#[tokio::test]
async fn bytes_beside_the_envelope_come_into_it() {
    let root = envelope(
        "<OrderResponse xmlns='urn:shop'><id><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:a%40b'/></id></OrderResponse>",
    );
    let message = [
        b"preamble\r\n--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n".to_vec(),
        root.into_bytes(),
        b"\r\n--b\r\nContent-ID: <a@b>\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff--b\r\n--b\r\nContent-ID: <other>\r\nContent-Type: image/png\r\n\r\n\x89PNG\x00\r\n--b--\r\n".to_vec(),
    ]
    .concat();
    let (_, shop) = service(json!({}), None, move |_, _| {
        reply(200)
            .header("content-type", "multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; boundary=\"b\"")
            .body(&message)
    })
    .await;
    let answer = call(&shop, &serde_json::from_str(PAID).unwrap()).await;
    assert_eq!(structured(&answer), "{\"id\":\"AP8tLWI=\"}", "{}", text(&answer));
    assert!(
        answer.content.iter().any(|content| matches!(content, Content::Image { data, media_type }
            if &data[..] == b"\x89PNG\x00" && media_type == "image/png")),
        "{answer:?}"
    );
}

/// A password that stood among the data could be read back by whoever wrote the argument.
#[tokio::test]
async fn passwords_go_into_the_header_whatever_an_argument_holds() {
    for (change, header) in [(json!({}), ""), (json!({ "addressing": "urn:act" }), "<a:Action")] {
        let (upstream, shop) = service(
            change,
            Some(SchemeKind::WsSecurity { digest: false }),
            answers("<OrderResponse xmlns='urn:shop'/>"),
        )
        .await;
        let evil = "<x xmlns:s=\"urn:x\"><s:Envelope><s:Header></s:Header><s:Body></s:Body></s:Envelope></x>";
        success(&call(&shop, &json!({ "id": "<s:Header>", "note": null, "card": "42", "any": [evil] })).await);
        let sent = upstream.only().text();
        let (before, body) = sent.split_once("<s:Body><p:Order").unwrap();
        assert!(before.contains("<s:Header><wsse:Security") && before.contains(header), "{before}");
        assert!(!body.contains("wsse:") && body.contains(evil), "{body}");
    }
}

/// Every reference to a part puts all its bytes into the envelope.
#[tokio::test]
async fn parts_that_are_included_without_end_are_not() {
    let include = "<id><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:a'/></id>";
    let root = envelope(&format!("<OrderResponse xmlns='urn:shop'>{}</OrderResponse>", include.repeat(10_000)));
    let message = [
        b"--b\r\nContent-Type: text/xml\r\n\r\n".to_vec(),
        root.into_bytes(),
        b"\r\n--b\r\nContent-ID: <a>\r\n\r\n--but no boundary\r\n".to_vec(),
        vec![b'x'; 1 << 20],
        b"\r\n--b--\r\n".to_vec(),
    ]
    .concat();
    let (_, shop) = service(json!({}), None, move |_, _| {
        reply(200).header("content-type", "multipart/related; boundary=b").body(&message)
    })
    .await;
    let answer = call(&shop, &serde_json::from_str(PAID).unwrap()).await;
    assert!(text(&answer).len() < 4 << 20, "{}", text(&answer).len());
}
