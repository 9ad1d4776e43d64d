//! `Cargo.lock`: packages in the order of their names, the project's own among them.

use super::one;

const LOCK: &str = include_str!("../../../templates/rust/Cargo.lock.j2");

/// The file.
pub(super) fn file(context: &serde_json::Value) -> Result<String, minijinja::Error> {
    let rendered = one(LOCK, context)?;
    let mut packages = rendered.trim_end().split("\n\n");
    let head = packages.next().unwrap_or_default();
    let mut packages: Vec<&str> = packages.collect();
    // By name; of several versions the older one is before the newer one already.
    packages.sort_by_key(|package| package.lines().nth(1).unwrap_or_default().to_owned());
    Ok(format!("{head}\n\n{}\n", packages.join("\n\n")))
}
