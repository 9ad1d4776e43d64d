//! Whoever a request comes from, once that is known.

use hub_model::{account::Permissions, event::Actor};

/// Whoever a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub actor: Actor,
    /// What their key may do, of what they may. `None` means all of it: people who are signed in themselves have no key.
    pub scopes: Option<Permissions>,
    /// May administer the whole hub.
    pub is_admin: bool,
}

impl Principal {
    /// What they may do where their role allows `granted`.
    #[must_use]
    pub fn permissions(&self, granted: Permissions) -> Permissions {
        effective(granted, self.scopes)
    }
}

/// What is left of a role's permissions when one comes with a key: both have to allow it. `None` means that there is no key.
#[must_use]
pub fn effective(granted: Permissions, scopes: Option<Permissions>) -> Permissions {
    scopes.map_or(granted, |scopes| granted.and(scopes))
}

#[cfg(test)]
mod tests {
    use hub_model::account::{
        Permission::{ApisDelete, ApisRead, AuditRead},
        Permissions,
    };

    use super::effective;

    #[test]
    fn a_key_takes_away_and_never_adds() {
        let granted: Permissions = [ApisRead, ApisDelete].into_iter().collect();
        let scopes: Permissions = [ApisRead, AuditRead].into_iter().collect();
        assert_eq!(effective(granted, None), granted);
        assert_eq!(effective(granted, Some(scopes)), [ApisRead].into_iter().collect());
        assert_eq!(effective(granted, Some(Permissions::NONE)), Permissions::NONE);
    }
}
