//! The order of files: types that need each other together, after what they need (Kosaraju's algorithm, without recursion: documents
//! decide how deep it would go).

use std::collections::{BTreeMap, BTreeSet};

/// Groups of names, each after those that it needs.
pub(super) fn groups<'t>(needs: &BTreeMap<&'t str, BTreeSet<&'t str>>) -> Vec<Vec<&'t str>> {
    let mut needed_by: BTreeMap<&str, BTreeSet<&'t str>> = BTreeMap::new();
    for (name, needed) in needs {
        for other in needed {
            needed_by.entry(other).or_default().insert(name);
        }
    }
    let mut seen = BTreeSet::new();
    // Those that are needed end first when one follows who needs them; so the last to end is needed by nobody before it.
    let mut ended = Vec::new();
    for name in needs.keys() {
        walk(name, &needed_by, &mut seen, &mut ended);
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for name in ended.iter().rev() {
        let mut group = Vec::new();
        walk(name, needs, &mut seen, &mut group);
        group.retain(|name| needs.contains_key(name));
        group.sort_unstable();
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// Depth first from one name; each name is noted when all below it are.
fn walk<'t>(
    from: &'t str,
    edges: &BTreeMap<&'t str, BTreeSet<&'t str>>,
    seen: &mut BTreeSet<&'t str>,
    ended: &mut Vec<&'t str>,
) {
    let mut stack = vec![(from, false)];
    while let Some((name, is_done)) = stack.pop() {
        if is_done {
            ended.push(name);
        } else if seen.insert(name) {
            stack.push((name, true));
            let below = edges.get(name).into_iter().flatten();
            stack.extend(below.filter(|name| !seen.contains(*name)).map(|name| (*name, false)));
        }
    }
}
