//! A GraphQL schema, wherever it came from: types by name, as far as tools need them.

use std::collections::HashMap;

use serde_json::Value;

/// The types of an API and its three entrances.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) description: String,
    pub(super) types: HashMap<String, Type>,
    /// Names of the root types, where the schema says them.
    pub(super) query: Option<String>,
    pub(super) mutation: Option<String>,
    pub(super) subscription: Option<String>,
}

/// A type, with what its kind has.
#[derive(Debug, Default)]
pub(super) struct Type {
    pub(super) kind: Kind,
    pub(super) description: String,
    /// Of objects and interfaces.
    pub(super) fields: Vec<Field>,
    /// Of input objects.
    pub(super) inputs: Vec<InputValue>,
    /// Of enums.
    pub(super) values: Vec<EnumValue>,
    /// The members of a union; of an interface, what implements it.
    pub(super) possible: Vec<String>,
    /// An input object of which exactly one field is given.
    pub(super) one_of: bool,
    /// What an author says of a scalar by `@specifiedBy`.
    pub(super) specified_by: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) arguments: Vec<InputValue>,
    pub(super) ty: TypeRef,
    /// Why it should not be used any more.
    pub(super) deprecated: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct InputValue {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) ty: TypeRef,
    pub(super) default: Option<Value>,
    pub(super) deprecated: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct EnumValue {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) deprecated: bool,
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TypeRef {
    Named(String),
    List(Box<TypeRef>),
    NonNull(Box<TypeRef>),
}

impl TypeRef {
    /// The type at the bottom.
    pub(super) fn name(&self) -> &str {
        let mut here = self;
        loop {
            match here {
                Self::Named(name) => return name,
                Self::List(inner) | Self::NonNull(inner) => here = inner,
            }
        }
    }

    pub(super) fn is_list(&self) -> bool {
        match self {
            Self::Named(_) => false,
            Self::List(_) => true,
            Self::NonNull(inner) => inner.is_list(),
        }
    }

    pub(super) fn is_required(&self) -> bool {
        matches!(self, Self::NonNull(_))
    }
}

impl std::fmt::Display for TypeRef {
    /// As GraphQL writes it: `[Pet!]!`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "[{inner}]"),
            Self::NonNull(inner) => write!(f, "{inner}!"),
        }
    }
}

impl InputValue {
    /// It has to be given.
    pub(super) fn is_required(&self) -> bool {
        self.ty.is_required() && self.default.is_none()
    }
}

impl Schema {
    pub(super) fn kind_of(&self, name: &str) -> Kind {
        self.types.get(name).map_or(Kind::Scalar, |ty| ty.kind)
    }

    /// Scalars and enums have no fields; neither has what the schema does not define.
    pub(super) fn is_leaf(&self, name: &str) -> bool {
        matches!(self.kind_of(name), Kind::Scalar | Kind::Enum | Kind::Input)
    }

    /// The type to define or to extend. What is defined twice has the parts of both.
    pub(super) fn define(&mut self, name: &str, kind: Kind) -> &mut Type {
        let ty = self.types.entry(name.to_owned()).or_default();
        if ty.kind == Kind::Scalar {
            ty.kind = kind;
        }
        ty
    }

    /// A root type: the one that the schema names, or else the one that has the usual name.
    pub(super) fn root(&self, named: Option<&String>, usual: &str) -> Option<&Type> {
        let name = match named {
            Some(name) => name,
            // A schema that names one root names all that it has.
            None if self.query.is_some() || self.mutation.is_some() || self.subscription.is_some() => return None,
            None => usual,
        };
        self.types.get(name).filter(|ty| ty.kind == Kind::Object)
    }
}
