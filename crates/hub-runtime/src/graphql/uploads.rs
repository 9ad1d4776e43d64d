//! Files as variables: the GraphQL multipart request specification.

use std::{borrow::Cow, collections::BTreeMap};

use bytes::Bytes;
use http::HeaderValue;
use hub_model::binding::http::Part;

use crate::{
    bind::{body::Properties, multipart},
    fetch::Fetcher,
    json::{Node, quote},
    settings::Limits,
};

/// Files of one call.
const MOST_FILES: usize = 100;

/// The value with null in the place of every file, as the specification wants; the files go to `files`, each with its place.
pub(super) fn taken_out<'v, 'a>(
    value: Node<'a>,
    paths: &[Vec<String>],
    place: String,
    files: &mut Vec<(String, Cow<'v, Node<'a>>)>,
) -> Node<'a> {
    if paths.is_empty() || value.is_null() {
        return value;
    }
    if paths.iter().any(Vec::is_empty) {
        // One file where a list of them is declared: GraphQL takes it for a list of one, and so it is left as it is.
        files.push((place, Cow::Owned(value)));
        return Node::Null;
    }
    let below = |step: &str| -> Vec<Vec<String>> {
        let rest = paths.iter().filter_map(|path| path.split_first().filter(|(first, _)| *first == step));
        rest.map(|(_, rest)| rest.to_vec()).collect()
    };
    match value {
        Node::Array(items) => {
            let deeper = below("*");
            let items = items.into_iter().enumerate();
            Node::Array(items.map(|(at, item)| taken_out(item, &deeper, format!("{place}.{at}"), files)).collect())
        }
        Node::Object(entries) if paths.iter().any(|path| path.first().is_some_and(|step| step == "*")) => {
            taken_out(Node::Object(entries), &below("*"), place, files)
        }
        Node::Object(entries) => {
            let entries = entries.into_iter().map(|(name, value)| {
                let deeper = below(&name);
                let value = taken_out(value, &deeper, format!("{place}.{name}"), files);
                (name, value)
            });
            Node::Object(entries.collect())
        }
        other => other,
    }
}

/// The multipart body, and its `Content-Type`.
pub(super) async fn encode(
    operations: &str,
    files: &[(String, Cow<'_, Node<'_>>)],
    fetcher: &Fetcher,
    limits: &Limits,
) -> Result<(Bytes, HeaderValue), String> {
    if files.len() > MOST_FILES {
        return Err(format!("{} files are too many for one call; send at most {MOST_FILES}", files.len()));
    }
    let mut map = String::from("{");
    for (at, (place, _)) in files.iter().enumerate() {
        if at > 0 {
            map.push(',');
        }
        map.push_str(&format!("\"{at}\":["));
        quote(&mut map, place);
        map.push(']');
    }
    map.push('}');
    let text = |text: &str| {
        let mut quoted = String::with_capacity(text.len() + 16);
        quote(&mut quoted, text);
        Cow::Owned(Node::String(Cow::Owned(quoted)))
    };
    let mut parts = BTreeMap::new();
    let mut properties: Properties<'_, '_> = vec![("operations".into(), text(operations)), ("map".into(), text(&map))];
    for (at, (_, file)) in files.iter().enumerate() {
        parts.insert(at.to_string(), Part { file: true, whole_array: true, ..Part::default() });
        properties.push((at.to_string().into(), Cow::Borrowed(file.as_ref())));
    }
    multipart::encode("multipart/form-data", &properties, &parts, fetcher, limits).await
}
