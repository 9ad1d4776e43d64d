//! What a SOAP service answers: an envelope with an answer or a fault, whatever the HTTP status.

use http::{HeaderValue, header};
use roxmltree::{Document, Node, ParsingOptions};

use super::{ENVELOPE_11, ENVELOPE_12, Plan, parts, read};
use crate::{
    answer::{Answer, Content},
    json::quote,
    send::Received,
    settings::Limits,
    shape::{self, Call, cut_text},
};

/// Characters of a fault.
const FAULT: usize = 6_000;
/// Times that an envelope is repaired.
const MOST_REPAIRS: usize = 8;
pub(super) const MOST_NODES: u32 = 2_000_000;

/// Makes the answer of a call that reached its service.
pub(crate) fn shape(plan: &Plan, received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    if plan.binding.one_way && received.status.is_success() && received.body.is_empty() {
        return Answer::text("sent; the service took it and answers nothing");
    }
    let kind = received.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let opened = parts::open(kind, &received.body).filter(|_| !received.cut);
    let (envelope, attachments) = opened.unwrap_or_else(|| (received.body.clone(), Vec::new()));
    let text = shape::text(&envelope, &received.headers);
    let repaired;
    let document = match parse(&text) {
        _ if received.cut => None,
        Ok(document) => Some(document),
        Err(_) => {
            repaired = sound(&text);
            parse(&repaired).ok()
        }
    };
    let body = document.as_ref().and_then(|document| body(document.root_element()));
    let Some(body) = body else { return no_envelope(received, call, limits) };
    let first = body.children().find(Node::is_element);
    if let Some(fault) =
        first.filter(|first| first.tag_name().name() == "Fault" && is_envelope(first.tag_name().namespace()))
    {
        return fault_of(fault, call);
    }
    if !received.status.is_success() {
        return shape::shape(received, call, limits);
    }
    let json = json(plan, body);
    let mut answer = shape::json(&json, call, limits)
        .unwrap_or_else(|| Answer::error(format!("{} failed: the answer is nested too deeply to be read", call.tool)));
    for part in attachments {
        answer.content.extend(attachment(part, received, call, limits));
    }
    answer
}

fn parse(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start(), options)
}

/// The envelope as a parser takes it: without what stands around it, and with the prefixes declared that the service forgot.
fn sound(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_REPAIRS {
        let repaired = match parse(&text) {
            Err(roxmltree::Error::UnknownNamespace(prefix, _)) => {
                let start = text.find("Envelope").map(|at| at + "Envelope".len());
                let split = start.and_then(|start| text.split_at_checked(start));
                split.map(|(before, after)| format!("{before} xmlns:{prefix}=\"urn:undeclared:{prefix}\"{after}"))
            }
            Err(_) => alone(&text),
            Ok(_) => None,
        };
        match repaired {
            Some(repaired) => text = repaired,
            None => break,
        }
    }
    text
}

/// The envelope out of what stands around it; `None` when there is nothing around it.
fn alone(text: &str) -> Option<String> {
    let name = text.find("Envelope")?;
    let start = text.get(..name)?.rfind('<')?;
    let end = text.rfind("Envelope>")? + "Envelope>".len();
    let inner = text.get(start..end)?;
    (inner.len() < text.trim().len()).then(|| inner.to_owned())
}

/// A part beside the envelope, as the answer of its own that it would be.
fn attachment(part: parts::Part, received: &Received, call: &Call<'_>, limits: &Limits) -> Vec<Content> {
    let kind = HeaderValue::from_str(&part.media_type).ok();
    let headers = kind.map(|kind| (header::CONTENT_TYPE, kind)).into_iter().collect();
    let alone = Received { headers, body: part.body, declared: None, ..received.clone() };
    shape::shape(&alone, &Call { output: None, missing: "", ..*call }, limits).content
}

fn is_envelope(namespace: Option<&str>) -> bool {
    // Some leave the slash at the end out.
    namespace.is_some_and(|name| {
        [ENVELOPE_11, ENVELOPE_12].iter().any(|known| known.trim_end_matches('/') == name.trim_end_matches('/'))
    })
}

fn body<'a, 'i>(root: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let is =
        |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name && is_envelope(node.tag_name().namespace());
    if !is(&root, "Envelope") {
        return None;
    }
    root.children().find(|child| is(child, "Body"))
}

/// The parts of the answer as JSON.
fn json(plan: &Plan, body: Node<'_, '_>) -> String {
    let mut out = String::new();
    let parent =
        if plan.binding.answer_wrapped { body.children().find(Node::is_element).unwrap_or(body) } else { body };
    let children: Vec<Node<'_, '_>> = parent.children().filter(Node::is_element).collect();
    let named = |name: &str| children.iter().find(|child| child.tag_name().name() == name).copied();
    if let [(name, ty)] = plan.binding.answer.as_slice() {
        // rpc services give their result many names.
        match named(name).or_else(|| children.first().copied()) {
            Some(child) => read::element(&mut out, &plan.types, *ty, child, 0),
            None => out.push_str("null"),
        }
        return out;
    }
    if plan.binding.answer.is_empty() {
        match children.first() {
            Some(child) => read::anything(&mut out, *child, 0),
            None => out.push_str("{}"),
        }
        return out;
    }
    out.push('{');
    for (name, ty) in &plan.binding.answer {
        let Some(child) = named(name) else { continue };
        if out.len() > 1 {
            out.push(',');
        }
        quote(&mut out, name);
        out.push(':');
        read::element(&mut out, &plan.types, *ty, child, 0);
    }
    // What nobody announced is not lost.
    let known = |name: &str| plan.binding.answer.iter().any(|(known, _)| known == name);
    let others: Vec<Node<'_, '_>> = children
        .iter()
        .filter(|child| plan.binding.answer_wrapped && !known(child.tag_name().name()))
        .copied()
        .collect();
    read::unannounced(&mut out, &others);
    out.push('}');
    out
}

/// SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4.
fn fault_of(fault: Node<'_, '_>, call: &Call<'_>) -> Answer {
    let find =
        |names: &[&str]| fault.descendants().find(|node| node.is_element() && names.contains(&node.tag_name().name()));
    let said = |names: &[&str]| find(names).map(|node| read::content(node).trim().to_owned()).unwrap_or_default();
    let reason = said(&["faultstring", "Text"]);
    let code = said(&["faultcode", "Value"]);
    let code = code.rsplit(':').next().unwrap_or_default().to_owned();
    let mut text =
        format!("{} failed: {}", call.tool, if reason.is_empty() { "the service gave no reason" } else { &reason });
    if !code.is_empty() {
        text.push_str(&format!(" [{code}]"));
    }
    if let Some(detail) = find(&["detail", "Detail"]).filter(|detail| detail.has_children()) {
        let mut json = String::new();
        read::anything(&mut json, detail, 0);
        if json != "\"\"" {
            text.push_str(&format!("\nDetail: {json}"));
        }
    }
    let text = cut_text(text, FAULT);
    Answer::error(format!("{text}\nNext step: {}", next_step(&code, &reason, call)))
}

fn next_step(code: &str, reason: &str, call: &Call<'_>) -> String {
    let words = format!("{code} {reason}").to_ascii_lowercase();
    let any = |wanted: &[&str]| wanted.iter().any(|word| words.contains(word));
    if any(&[
        "failedauthentication",
        "invalidsecurity",
        "unauthorized",
        "not authorized",
        "authentication",
        "credential",
        "access denied",
    ]) {
        return if call.missing.is_empty() {
            "the service did not accept the credentials; the operator has to renew them".into()
        } else {
            format!("the call went out without credentials; the operator has to set {}", call.missing)
        };
    }
    match code.split('.').next().unwrap_or_default() {
        "Client" | "Sender" => "correct the arguments as the message above says and call again".into(),
        _ if call.idempotent => "the service failed; call again later".into(),
        _ => "the service failed; check whether the change was made before you call again".into(),
    }
}

/// An answer that is no envelope: an error page, a proxy's words, or nothing.
fn no_envelope(received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    let mut answer = shape::shape(received, call, limits);
    if !answer.is_error {
        let hint = "the upstream did not answer as a SOAP service does; tell the operator to check its address";
        answer.content.insert(0, Content::Text(format!("{} failed: {hint}", call.tool)));
        answer.is_error = true;
        answer.structured = None;
    }
    answer
}
