//! The rules of each profile, read from data: `rules/*.json`, each with the source that it comes from.

use std::collections::HashSet;
use std::sync::OnceLock;

use hub_model::Profile;
use serde::Deserialize;

/// What a profile allows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Where the rules come from.
    pub sources: Vec<String>,
    /// The keywords that may appear; all when absent.
    pub keywords: Option<HashSet<String>>,
    /// `type` may be a list.
    pub type_arrays: bool,
    /// A schema may say nothing at all.
    pub untyped: bool,
    /// Every array says what is in it.
    pub items_required: bool,
    /// Which references there may be.
    pub references: References,
    /// Words may stand beside `$ref`.
    pub words_beside_reference: bool,
    /// Words may stand beside `anyOf`.
    pub words_beside_union: bool,
    /// Every object is closed and requires all of its properties.
    pub closed: bool,
    /// The formats that may appear; all when absent.
    pub formats: Option<HashSet<String>>,
    /// What may be enumerated.
    pub enums: Enums,
    /// Patterns without look-around, back references and named groups.
    pub plain_patterns: bool,
    /// The root says which dialect it is written in.
    pub dialect_keyword: bool,
    /// `items` may be a list of schemas (before 2020-12).
    #[serde(default)]
    pub tuple_items: bool,
    /// Numbers that must not be exceeded.
    pub limits: Limits,
}

/// Which references there may be. All are local in every profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum References {
    /// None.
    None,
    /// To definitions that do not lead back.
    Acyclic,
    /// Recursive ones too.
    #[default]
    Any,
}

/// What may be enumerated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Enums {
    /// Strings.
    String,
    /// Strings, numbers, booleans.
    Scalar,
    /// Everything.
    #[default]
    Any,
}

/// Numbers that must not be exceeded, over a whole schema.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Properties.
    pub properties: Option<usize>,
    /// Objects within objects.
    pub depth: Option<usize>,
    /// Enumerated values.
    pub enum_values: Option<usize>,
    /// Characters in names and enumerated values.
    pub characters: Option<usize>,
}

impl Rules {
    /// The rules of a profile.
    #[must_use]
    pub fn of(profile: Profile) -> &'static Self {
        static ALL: OnceLock<Vec<(Profile, Rules)>> = OnceLock::new();
        static NONE: OnceLock<Rules> = OnceLock::new();
        let read = |profile| {
            let text = match profile {
                Profile::Standard => include_str!("rules/standard.json"),
                Profile::Claude => include_str!("rules/claude.json"),
                Profile::OpenaiStrict => include_str!("rules/openai-strict.json"),
                Profile::Gemini => include_str!("rules/gemini.json"),
                Profile::Draft07 => include_str!("rules/draft-07.json"),
                Profile::Full => include_str!("rules/full.json"),
            };
            // The files are part of the program; a test reads each.
            (profile, serde_json::from_str(text).unwrap_or_default())
        };
        let all = ALL.get_or_init(|| Profile::ALL.into_iter().map(read).collect());
        let found = all.iter().find(|(known, _)| *known == profile).map(|(_, rules)| rules);
        found.unwrap_or_else(|| NONE.get_or_init(Self::default))
    }

    /// Whether a keyword may appear.
    #[must_use]
    pub fn allows(&self, keyword: &str) -> bool {
        self.keywords.as_ref().is_none_or(|known| known.contains(keyword))
    }

    /// Whether a format may appear.
    #[must_use]
    pub fn allows_format(&self, format: &str) -> bool {
        self.formats.as_ref().is_none_or(|known| known.contains(format))
    }
}

/// Whether a pattern means the same to every client: what one engine refuses makes its client refuse the tool.
pub(super) fn is_plain_pattern(pattern: &str) -> bool {
    pattern.len() <= 500
        && !pattern.replace("(?:", "").contains("(?")
        && !pattern.contains("\\p{")
        && !pattern.contains("\\P{")
        && regex_syntax::ast::parse::Parser::new().parse(pattern).is_ok()
}

/// Groups and classes within each other in a pattern; the parser goes down as deep as the pattern does.
const DEEPEST_PATTERN: usize = 100;

/// Whether a pattern is one of ECMA-262 with the `u` flag, as JSON Schema 2020-12 (section 6.4) wants them.
pub(super) fn is_ecma_pattern(pattern: &str) -> bool {
    pattern.bytes().filter(|byte| matches!(byte, b'(' | b'[')).count() <= DEEPEST_PATTERN
        && regress::Regex::with_flags(pattern, "u").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_and_says_where_it_comes_from() {
        for profile in Profile::ALL {
            assert!(!Rules::of(profile).sources.is_empty(), "{profile}");
        }
        assert_eq!(Rules::of(Profile::Gemini).references, References::None);
    }

    #[test]
    fn patterns_of_other_languages() {
        assert!(is_ecma_pattern(r"^(?=.*a)[\w-]+\p{L}\p{Script=Han}$"));
        for odd in [r"\p{Han}", "(?i)a", r"\A", "[a-", r"(?P<name>a)"] {
            assert!(!is_ecma_pattern(odd), "{odd}");
        }
        assert!(!is_ecma_pattern(&"(".repeat(100_000)));
    }

    #[test]
    fn patterns() {
        assert!(is_plain_pattern(r"^[a-z]+(?:-\d+)*$"));
        for odd in [r"(?=a)b", r"(?<!a)b", r"(?<name>a)", r"(a)\1", r"\p{L}", "[a-", "(", r"(?i)a"] {
            assert!(!is_plain_pattern(odd), "{odd}");
        }
    }
}
