//! What is wanted of an API's tools in a server.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Wrong, is_default};
use crate::curation::{ArgumentEdit, Curation, Pick, ToolEdit, Which};

/// Which tools of an API there are, and what is changed about them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CurationSpec {
    /// Which tools; all where there are none. The last one that matches a tool decides; a tool that none matches is in when the
    /// first of them takes tools out, and out when it takes tools in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<PickSpec>,
    /// Changes, by the key of the operation: `GET /pets/{id}`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tools: BTreeMap<String, ToolSpec>,
    /// Instead of the instructions that were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
}

/// Takes tools in, or out: by one of glob, tag, read-only and deprecated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PickSpec {
    /// Out instead of in.
    #[serde(skip_serializing_if = "is_default")]
    pub out: bool,
    /// Those whose name or operation matches: `list_*`, `GET /pets/*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glob: Option<String>,
    /// Those that the document gives this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Those that change nothing, or those that do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    /// Those that the document calls deprecated, or those that it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<bool>,
}

/// What is changed about a tool; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ToolSpec {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Changes of arguments, by the names that the compiler gave them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub arguments: BTreeMap<String, ArgumentSpec>,
    /// It changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    /// It may destroy something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destructive: Option<bool>,
    /// Calling twice is the same as calling once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotent: Option<bool>,
}

/// What is changed about an argument; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ArgumentSpec {
    /// Another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Always this value; models do not see the argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Value>,
    /// This value where the model gives none; the argument is then never required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Models do not see the argument, and nothing is sent for it.
    #[serde(skip_serializing_if = "is_default")]
    pub hidden: bool,
}

impl CurationSpec {
    /// The same in its one form: changes that change nothing are left out.
    pub(super) fn tidy(mut self) -> Self {
        for tool in self.tools.values_mut() {
            tool.arguments.retain(|_, argument| *argument != ArgumentSpec::default());
        }
        self.tools.retain(|_, tool| *tool != ToolSpec::default());
        self
    }

    pub(super) fn check(&self, place: &str) -> Result<(), Wrong> {
        for (number, pick) in self.picks.iter().enumerate() {
            let named = [pick.glob.is_some(), pick.tag.is_some(), pick.read_only.is_some(), pick.deprecated.is_some()];
            if named.into_iter().filter(|is_named| *is_named).count() != 1 {
                let place = format!("{place}.picks[{number}]");
                return Err(Wrong::new(place, "name one of glob, tag, readOnly and deprecated"));
            }
        }
        Ok(())
    }
}

impl From<Curation> for CurationSpec {
    fn from(curation: Curation) -> Self {
        let Curation { picks, tools, instructions } = curation;
        let tools = tools.into_iter().map(|(operation, edit)| (operation, edit.into())).collect();
        Self { picks: picks.into_iter().map(PickSpec::from).collect(), tools, instructions }
    }
}

impl From<CurationSpec> for Curation {
    fn from(spec: CurationSpec) -> Self {
        let CurationSpec { picks, tools, instructions } = spec;
        let tools = tools.into_iter().map(|(operation, tool)| (operation, tool.into())).collect();
        Self { picks: picks.into_iter().filter_map(Pick::of).collect(), tools, instructions }
    }
}

impl From<Pick> for PickSpec {
    fn from(pick: Pick) -> Self {
        let spec = Self { out: pick.out, ..Self::default() };
        match pick.which {
            Which::Glob(glob) => Self { glob: Some(glob), ..spec },
            Which::Tag(tag) => Self { tag: Some(tag), ..spec },
            Which::ReadOnly(is_so) => Self { read_only: Some(is_so), ..spec },
            Which::Deprecated(is_so) => Self { deprecated: Some(is_so), ..spec },
        }
    }
}

impl Pick {
    /// Nothing where the specification names nothing to pick by, which [`super::McpServerSpec::check`] refuses.
    fn of(spec: PickSpec) -> Option<Self> {
        let PickSpec { out, glob, tag, read_only, deprecated } = spec;
        let which = glob.map(Which::Glob).or(tag.map(Which::Tag));
        let which = which.or(read_only.map(Which::ReadOnly)).or(deprecated.map(Which::Deprecated))?;
        Some(Self { out, which })
    }
}

impl From<ToolEdit> for ToolSpec {
    fn from(edit: ToolEdit) -> Self {
        let ToolEdit { name, title, description, arguments, read_only, destructive, idempotent } = edit;
        let arguments = arguments.into_iter().map(|(name, edit)| (name, edit.into())).collect();
        Self { name, title, description, arguments, read_only, destructive, idempotent }
    }
}

impl From<ToolSpec> for ToolEdit {
    fn from(spec: ToolSpec) -> Self {
        let ToolSpec { name, title, description, arguments, read_only, destructive, idempotent } = spec;
        let arguments = arguments.into_iter().map(|(name, argument)| (name, argument.into())).collect();
        Self { name, title, description, arguments, read_only, destructive, idempotent }
    }
}

impl From<ArgumentEdit> for ArgumentSpec {
    fn from(edit: ArgumentEdit) -> Self {
        let ArgumentEdit { name, description, fixed, default, hidden } = edit;
        Self { name, description, fixed, default, hidden }
    }
}

impl From<ArgumentSpec> for ArgumentEdit {
    fn from(spec: ArgumentSpec) -> Self {
        let ArgumentSpec { name, description, fixed, default, hidden } = spec;
        Self { name, description, fixed, default, hidden }
    }
}
