//! The options that matter to a caller; all others are for code generators and passed over, so that the files which define
//! them need not be there.

/// What was said of a file, message, field, service or method.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Options {
    pub(super) deprecated: bool,
    pub(super) packed: Option<bool>,
    pub(super) json_name: Option<String>,
    /// The message is how a map travels.
    pub(super) map_entry: bool,
    /// `NO_SIDE_EFFECTS` or `IDEMPOTENT`.
    pub(super) idempotency: Option<Idempotency>,
    pub(super) required: bool,
    /// `google.api.field_behavior`.
    pub(super) output_only: bool,
    pub(super) input_only: bool,
    /// `google.api.http`
    pub(super) http: Option<Http>,
    /// `google.api.default_host`.
    pub(super) default_host: Option<String>,
    /// `google.api.oauth_scopes`, with commas.
    pub(super) oauth_scopes: Option<String>,
    /// Features of editions: presence, repeated fields, messages.
    pub(super) presence: Option<Presence>,
    pub(super) expanded: Option<bool>,
    pub(super) delimited: Option<bool>,
}

/// How a method is called by REST.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Http {
    /// Upper case.
    pub(super) verb: String,
    /// With variables: `/v1/{name=shelves/*}`.
    pub(super) path: String,
    /// The field that is the body, `*` for all that is left, or nothing.
    pub(super) body: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idempotency {
    NoSideEffects,
    Idempotent,
}

/// Whether a field that holds its default value is one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Explicit,
    Implicit,
    Required,
}

/// The value of an option in source.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    /// An identifier or a number.
    Word(String),
    Text(String),
    /// `{ name: value … }`
    Message(Vec<(String, Constant)>),
    List(Vec<Constant>),
}

impl Constant {
    fn is_true(&self) -> bool {
        matches!(self, Self::Word(word) if word == "true")
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::Word(word) => word,
            _ => "",
        }
    }
}

/// The methods of `google.api.HttpRule`.
const VERBS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

impl Options {
    /// Takes an option as it stands in source: `deprecated`, `(google.api.http).get`, `features.field_presence`.
    pub(super) fn set(&mut self, name: &str, value: &Constant) {
        let plain: String = name.chars().filter(|c| !matches!(c, '(' | ')' | ' ')).collect();
        match plain.trim_start_matches('.') {
            "deprecated" => self.deprecated = value.is_true(),
            "packed" => self.packed = Some(value.is_true()),
            "json_name" => self.json_name = value.text(),
            "map_entry" => self.map_entry = value.is_true(),
            "idempotency_level" => {
                self.idempotency = match value.word() {
                    "NO_SIDE_EFFECTS" => Some(Idempotency::NoSideEffects),
                    "IDEMPOTENT" => Some(Idempotency::Idempotent),
                    _ => None,
                }
            }
            "google.api.default_host" => self.default_host = value.text(),
            "google.api.oauth_scopes" => self.oauth_scopes = value.text(),
            "google.api.field_behavior" => match value {
                Constant::List(values) => values.iter().for_each(|value| self.behaviour(value.word())),
                other => self.behaviour(other.word()),
            },
            "buf.validate.field.required" | "validate.rules.message.required" => self.required |= value.is_true(),
            path if path.starts_with("google.api.http") => self.http(path, value),
            path if path == "features" || path.starts_with("features.") => self.features(path, value),
            _ => {}
        }
    }

    pub(super) fn behaviour(&mut self, name: &str) {
        match name {
            "REQUIRED" => self.required = true,
            "OUTPUT_ONLY" => self.output_only = true,
            "INPUT_ONLY" => self.input_only = true,
            _ => {}
        }
    }

    fn http(&mut self, path: &str, value: &Constant) {
        let http = self.http.get_or_insert_default();
        let mut verb = |name: &str, value: &Constant| match (VERBS.iter().find(|verb| **verb == name), value.text()) {
            (Some(verb), Some(path)) => (http.verb, http.path) = (verb.to_ascii_uppercase(), path),
            (None, Some(field)) if name == "body" => http.body = field,
            _ => {}
        };
        match value {
            Constant::Message(fields) => fields.iter().for_each(|(name, value)| verb(name, value)),
            other => verb(path.rsplit('.').next().unwrap_or_default(), other),
        }
    }

    fn features(&mut self, path: &str, value: &Constant) {
        if let Constant::Message(fields) = value {
            fields.iter().for_each(|(name, value)| self.feature(name, value.word()));
        } else {
            self.feature(path.strip_prefix("features.").unwrap_or_default(), value.word());
        }
    }

    pub(super) fn feature(&mut self, name: &str, value: &str) {
        match (name, value) {
            ("field_presence", "EXPLICIT") => self.presence = Some(Presence::Explicit),
            ("field_presence", "IMPLICIT") => self.presence = Some(Presence::Implicit),
            ("field_presence", "LEGACY_REQUIRED") => self.presence = Some(Presence::Required),
            ("repeated_field_encoding", kind) => self.expanded = Some(kind == "EXPANDED"),
            ("message_encoding", kind) => self.delimited = Some(kind == "DELIMITED"),
            _ => {}
        }
    }
}
