//! What a file of tools imports: of the names that it may use, those that it does.

use std::collections::BTreeSet;

/// Where the names that a file uses come from: those of one path stand together.
const PATHS: [(&str, &[&str]); 14] = [
    ("serde", &["Deserialize"]),
    ("serde_json", &["Number", "Value", "json"]),
    ("crate", &["auth", "multipart", "sources"]),
    ("crate::cannot", &["CannotCall"]),
    ("crate::encoding", &["Style", "content", "reserved", "style"]),
    ("crate::graphql", &["Operation"]),
    ("crate::grpc", &["Method"]),
    ("crate::post", &["Post"]),
    ("crate::projection", &["Projection"]),
    ("crate::registry", &["Tool", "plain", "tool", "tool_with_json"]),
    ("crate::request", &["Request", "of_argument", "or_text", "written"]),
    ("crate::soap", &["Envelope", "Part", "Version"]),
    ("crate::sources", &["Source"]),
    ("crate::values", &["Nullable", "Object", "or", "parsed", "present"]),
];

/// The lines: of other packages first.
pub(super) fn imports(used: &BTreeSet<&str>) -> Vec<String> {
    let (mut others, mut own) = (Vec::new(), Vec::new());
    for (path, names) in PATHS {
        let names: Vec<&str> = names.iter().copied().filter(|name| used.contains(name)).collect();
        let lines = if path.starts_with("crate") { &mut own } else { &mut others };
        match names.as_slice() {
            [] => {}
            [one] => lines.push(format!("use {path}::{one};")),
            // What stands in the crate's own root is imported name by name.
            several if path == "crate" => lines.extend(several.iter().map(|name| format!("use crate::{name};"))),
            several => lines.push(format!("use {path}::{{{}}};", several.join(", "))),
        }
    }
    own.sort();
    let gap = (!others.is_empty()).then(String::new);
    others.into_iter().chain(gap).chain(own).collect()
}
