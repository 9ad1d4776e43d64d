//! Schema definition language (GraphQL specification, section 3) to a schema. What cannot be read is said and left out.

use apollo_parser::cst::{self, Definition};
use apollo_parser::{Parser, SyntaxTree};
use hub_model::Diagnostic;

use super::literal;
use super::model::{EnumValue, Field, InputValue, Kind, Schema, Type, TypeRef};
use crate::findings::Findings;

/// Nesting of lists, values and selections; deeper is no document of a person.
const DEEPEST: usize = 200;
/// The largest published schema has some two hundred thousand.
const MOST_TOKENS: usize = 5_000_000;
/// Levels of list and non-null around a type.
const WRAPPED: usize = 16;

/// Parses a document, types or operations.
pub(super) fn parse(text: &str, findings: &mut Findings) -> SyntaxTree {
    let tree = Parser::new(text).recursion_limit(DEEPEST).token_limit(MOST_TOKENS).parse();
    let lines = Lines::of(text);
    for error in tree.errors() {
        let message = format!("the document is not valid GraphQL: {}", error.message());
        let place = format!("#line {}", lines.line(error.index()));
        let help = "what could be read around it is used";
        findings.push(Diagnostic::warning("invalid-graphql", message, place).help(help));
    }
    tree
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}

/// The types that a document defines and extends.
pub(super) fn read(tree: &SyntaxTree) -> Schema {
    let mut schema = Schema::default();
    for definition in tree.document().definitions() {
        roots(&mut schema, &definition);
        types(&mut schema, &definition);
    }
    schema
}

fn roots(schema: &mut Schema, definition: &Definition) {
    let roots = match definition {
        Definition::SchemaDefinition(definition) => {
            schema.description = description(definition.description());
            definition.root_operation_type_definitions()
        }
        Definition::SchemaExtension(extension) => extension.root_operation_type_definitions(),
        _ => return,
    };
    for root in roots {
        let name = root.named_type().and_then(|named| text(named.name()));
        let Some(kind) = root.operation_type() else { continue };
        if kind.mutation_token().is_some() {
            schema.mutation = name;
        } else if kind.subscription_token().is_some() {
            schema.subscription = name;
        } else {
            schema.query = name;
        }
    }
}

fn types(schema: &mut Schema, definition: &Definition) {
    let Some(name) = text(definition.name()) else { return };
    if definition.is_extension_definition() {
        extended(schema, &name, definition);
    } else {
        defined(schema, &name, definition);
    }
    let implemented = match definition {
        Definition::ObjectTypeDefinition(it) => it.implements_interfaces(),
        Definition::ObjectTypeExtension(it) => it.implements_interfaces(),
        _ => None,
    };
    for interface in implemented.into_iter().flat_map(|implemented| named(implemented.named_types())) {
        let ty = schema.define(&interface, Kind::Interface);
        if !ty.possible.contains(&name) {
            ty.possible.push(name.clone());
        }
    }
}

fn defined(schema: &mut Schema, name: &str, definition: &Definition) {
    match definition {
        Definition::ScalarTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Scalar);
            describe(ty, it.description());
            ty.specified_by = argument_of(it.directives(), "specifiedBy", "url").unwrap_or_default();
        }
        Definition::ObjectTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Object);
            describe(ty, it.description());
            ty.fields.extend(fields(it.fields_definition()));
        }
        Definition::InterfaceTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Interface);
            describe(ty, it.description());
            ty.fields.extend(fields(it.fields_definition()));
        }
        Definition::UnionTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Union);
            describe(ty, it.description());
            ty.possible.extend(members(it.union_member_types()));
        }
        Definition::EnumTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Enum);
            describe(ty, it.description());
            ty.values.extend(values(it.enum_values_definition()));
        }
        Definition::InputObjectTypeDefinition(it) => {
            let ty = schema.define(name, Kind::Input);
            describe(ty, it.description());
            ty.one_of |= has(it.directives(), "oneOf");
            ty.inputs.extend(input_fields(it.input_fields_definition()));
        }
        _ => {}
    }
}

fn extended(schema: &mut Schema, name: &str, definition: &Definition) {
    match definition {
        Definition::ObjectTypeExtension(it) => {
            schema.define(name, Kind::Object).fields.extend(fields(it.fields_definition()));
        }
        Definition::InterfaceTypeExtension(it) => {
            schema.define(name, Kind::Interface).fields.extend(fields(it.fields_definition()));
        }
        Definition::UnionTypeExtension(it) => {
            schema.define(name, Kind::Union).possible.extend(members(it.union_member_types()));
        }
        Definition::EnumTypeExtension(it) => {
            schema.define(name, Kind::Enum).values.extend(values(it.enum_values_definition()));
        }
        Definition::InputObjectTypeExtension(it) => {
            schema.define(name, Kind::Input).inputs.extend(input_fields(it.input_fields_definition()));
        }
        _ => {}
    }
}

fn members(members: Option<cst::UnionMemberTypes>) -> Vec<String> {
    members.map(|members| named(members.named_types())).unwrap_or_default()
}

fn input_fields(fields: Option<cst::InputFieldsDefinition>) -> Vec<InputValue> {
    fields.map(|fields| inputs(fields.input_value_definitions())).unwrap_or_default()
}

fn describe(ty: &mut Type, words: Option<cst::Description>) {
    if ty.description.is_empty() {
        ty.description = description(words);
    }
}

fn fields(definition: Option<cst::FieldsDefinition>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for field in definition.into_iter().flat_map(|fields| fields.field_definitions()) {
        let (Some(name), Some(ty)) = (text(field.name()), field.ty().and_then(|ty| type_ref(&ty, 0))) else { continue };
        let arguments = field.arguments_definition();
        fields.push(Field {
            name,
            description: description(field.description()),
            arguments: arguments.into_iter().flat_map(|all| inputs(all.input_value_definitions())).collect(),
            ty,
            deprecated: deprecated(field.directives()),
        });
    }
    fields
}

fn inputs(definitions: cst::CstChildren<cst::InputValueDefinition>) -> Vec<InputValue> {
    definitions
        .filter_map(|input| {
            Some(InputValue {
                name: text(input.name())?,
                description: description(input.description()),
                ty: type_ref(&input.ty()?, 0)?,
                default: input
                    .default_value()
                    .and_then(|default| default.value())
                    .and_then(|value| literal::json(&value)),
                deprecated: deprecated(input.directives()),
            })
        })
        .collect()
}

fn values(definition: Option<cst::EnumValuesDefinition>) -> Vec<EnumValue> {
    let values = definition.into_iter().flat_map(|values| values.enum_value_definitions());
    values
        .filter_map(|value| {
            Some(EnumValue {
                name: text(value.enum_value()?.name())?,
                description: description(value.description()),
                deprecated: deprecated(value.directives()).is_some(),
            })
        })
        .collect()
}

fn named(types: cst::CstChildren<cst::NamedType>) -> Vec<String> {
    types.filter_map(|named| text(named.name())).collect()
}

/// A use of a type; `None` when it is not whole, or wrapped beyond reason.
pub(super) fn type_ref(ty: &cst::Type, depth: usize) -> Option<TypeRef> {
    if depth > WRAPPED {
        return None;
    }
    let list = |list: &cst::ListType| Some(TypeRef::List(Box::new(type_ref(&list.ty()?, depth + 1)?)));
    let name = |named: &cst::NamedType| text(named.name()).map(TypeRef::Named);
    match ty {
        cst::Type::NamedType(named) => name(named),
        cst::Type::ListType(inner) => list(inner),
        cst::Type::NonNullType(inner) => {
            let inner = match (inner.named_type(), inner.list_type()) {
                (Some(named), _) => name(&named)?,
                (None, inner) => list(&inner?)?,
            };
            Some(TypeRef::NonNull(Box::new(inner)))
        }
    }
}

fn description(words: Option<cst::Description>) -> String {
    words.and_then(|words| words.string_value()).map(String::from).unwrap_or_default()
}

pub(super) fn text(name: Option<cst::Name>) -> Option<String> {
    let name = name?.text().to_string();
    (!name.is_empty()).then_some(name)
}

fn directive(directives: Option<cst::Directives>, name: &str) -> Option<cst::Directive> {
    directives?.directives().find(|directive| text(directive.name()).as_deref() == Some(name))
}

fn has(directives: Option<cst::Directives>, name: &str) -> bool {
    directive(directives, name).is_some()
}

/// The text that a directive has as an argument.
fn argument_of(directives: Option<cst::Directives>, name: &str, argument: &str) -> Option<String> {
    let arguments = directive(directives, name)?.arguments()?;
    let argument = arguments.arguments().find(|one| text(one.name()).as_deref() == Some(argument))?;
    literal::json(&argument.value()?)?.as_str().map(str::to_owned)
}

fn deprecated(directives: Option<cst::Directives>) -> Option<String> {
    let directive = directive(directives, "deprecated")?;
    let reason = directive.arguments().into_iter().flat_map(|all| all.arguments()).next();
    let reason = reason.and_then(|reason| literal::json(&reason.value()?)?.as_str().map(str::to_owned));
    Some(reason.unwrap_or_default())
}

/// The source of a node, without the white space around it.
pub(super) fn source(node: &impl cst::CstNode) -> String {
    node.syntax().text().to_string().trim().to_owned()
}
