//! An account as it is sent.

use hub_model::{Timestamp, account::User, id::UserId};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountView {
    id: UserId,
    /// Lower case.
    email: String,
    /// As they want to be called.
    name: String,
    /// May administer the whole hub.
    is_admin: bool,
    /// May not sign in.
    is_disabled: bool,
    /// A second factor is asked for at sign-in.
    has_second_factor: bool,
    created_at: Timestamp,
    /// Last sign-in.
    last_seen_at: Option<Timestamp>,
}

impl From<User> for AccountView {
    fn from(user: User) -> Self {
        let User { id, email, name, is_admin, is_disabled, has_second_factor, created_at, last_seen_at, .. } = user;
        Self { id, email, name, is_admin, is_disabled, has_second_factor, created_at, last_seen_at }
    }
}
