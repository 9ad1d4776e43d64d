//! Arguments of statements.

use hub_model::{
    Timestamp, account, api, event, id,
    job::{JobState, Progress, Task},
    server,
};
use sea_orm::Value;
use serde::Serialize;

/// Something that is kept in one column.
pub(crate) trait Argument {
    fn value(&self) -> Value;
}

/// The arguments of a statement, in order.
macro_rules! arguments {
    ($($argument:expr),* $(,)?) => {
        vec![$($crate::database::Argument::value(&$argument)),*]
    };
}

pub(crate) use arguments;

/// What is kept as JSON text. Text rather than the databases' own types: those forget the order of keys.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> Argument for Json<T> {
    fn value(&self) -> Value {
        Value::from(serde_json::to_string(&self.0).unwrap_or_else(|_| "null".to_owned()))
    }
}

impl<T: Serialize> Argument for Option<Json<T>> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::String(None), Argument::value)
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

macro_rules! plain {
    ($($type:ty => |$value:ident| $as:expr, $none:expr;)*) => {$(
        impl Argument for $type {
            fn value(&self) -> Value {
                let $value = self;
                Value::from($as)
            }
        }

        impl Argument for Option<$type> {
            fn value(&self) -> Value {
                match self {
                    Some(present) => present.value(),
                    None => $none,
                }
            }
        }
    )*};
}

plain! {
    bool => |value| *value, Value::Bool(None);
    i64 => |value| *value, Value::BigInt(None);
    String => |value| value.clone(), Value::String(None);
    Vec<u8> => |value| value.clone(), Value::Bytes(None);
    Timestamp => |value| value.0, Value::BigInt(None);
}

impl Argument for str {
    fn value(&self) -> Value {
        Value::from(self.to_owned())
    }
}

impl Argument for Option<&str> {
    fn value(&self) -> Value {
        Value::from(self.map(str::to_owned))
    }
}

impl Argument for [u8] {
    fn value(&self) -> Value {
        Value::from(self.to_vec())
    }
}

macro_rules! identifiers {
    ($($type:ty),* $(,)?) => {
        plain! {$(
            $type => |value| uuid::Uuid::from_u128(value.0), Value::Uuid(None);
        )*}
    };
}

identifiers![
    id::UserId,
    id::OrganisationId,
    id::InvitationId,
    id::RoleId,
    id::ServiceAccountId,
    id::KeyId,
    id::SessionId,
    id::ApiId,
    id::RevisionId,
    id::CredentialId,
    id::JobId,
    id::WebhookId,
    id::DataKeyId,
    id::UploadId,
    id::ServerId,
    id::VersionId,
    id::ReplicaId,
    id::CallId,
    id::RegistryId,
    id::ImageId,
];

macro_rules! words {
    ($($type:ty),* $(,)?) => {
        plain! {$(
            $type => |value| value.to_string(), Value::String(None);
        )*}
    };
}

words![
    JobState,
    api::RevisionState,
    api::HealthState,
    account::Role,
    server::CallOutcome,
    server::DeploymentState,
    server::ImageState,
    server::ReplicaState,
    server::Target,
];

macro_rules! json {
    ($($type:ty),* $(,)?) => {$(
        impl Argument for $type {
            fn value(&self) -> Value {
                Json(self).value()
            }
        }
    )*};
}

json![account::Permissions, account::Quotas, api::Source, api::ApiSettings, event::Actor, Task, Progress];
