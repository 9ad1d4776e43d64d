//! Placeholder until the real passes land (written by the passes helper, replace me).
pub mod words {
    pub struct Flag {
        pub excerpt: String,
    }
    pub struct Words {
        pub text: String,
        pub full: Option<String>,
        pub flags: Vec<Flag>,
    }
    pub fn clean(t: &str, l: usize) -> Words {
        Words { text: t.chars().take(l).collect(), full: None, flags: vec![] }
    }
    pub fn title(s: &str, n: &str) -> String {
        if s.is_empty() { n.into() } else { s.into() }
    }
    pub fn tool_description(s: &str, d: &str, _e: &[String], l: usize) -> Words {
        clean(&format!("{s}\n{d}"), l)
    }
}
pub mod names {
    use std::collections::BTreeMap;
    pub struct NameHints<'a> {
        pub key: &'a str,
        pub id: Option<&'a str>,
        pub verb: &'a str,
        pub path: &'a str,
    }
    pub fn assign(h: &[NameHints<'_>], _p: &BTreeMap<String, String>) -> Vec<String> {
        h.iter()
            .enumerate()
            .map(|(i, h)| {
                let _ = (h.key, h.verb, h.path);
                h.id.map_or(format!("op_{i}"), Into::into)
            })
            .collect()
    }
    pub fn server_slug(_t: &str) -> String {
        "api".into()
    }
    pub fn argument_names(w: &[(String, &str)]) -> Vec<String> {
        w.iter().map(|w| w.0.clone()).collect()
    }
    pub fn property_renames<'a>(_n: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
        BTreeMap::new()
    }
}
pub mod hints {
    use hub_model::Annotations;
    pub fn annotations(_m: &str, _p: &str, _id: &str) -> Annotations {
        Annotations { read_only_hint: true, destructive_hint: false, idempotent_hint: true, open_world_hint: true }
    }
}
pub mod profiles {
    use hub_model::Profile;
    use serde_json::Value;
    pub struct Note;
    pub fn lower(s: &Value, _p: Profile, _b: usize) -> (Value, Vec<Note>) {
        (s.clone(), vec![])
    }
    pub fn relax_output(s: &Value, _p: Profile, _b: usize) -> (Value, Option<String>) {
        (s.clone(), None)
    }
}
