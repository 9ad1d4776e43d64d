//! A transaction: what changes in it, the events that say so and the audit lines of who did it are kept together or not at all.

use std::{collections::BTreeMap, sync::Mutex};

use hub_model::{
    Timestamp,
    event::{Actor, AuditEntry},
    id::OrganisationId,
};
use sea_orm::{DatabaseTransaction, TransactionTrait as _};
use serde_json::Value;

use super::{Executor, Read};
use crate::{audit, bus::Notice, error::Result, events, store::Store};

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Who.
    pub actor: Actor,
    /// The address that the request came from.
    pub address: String,
    /// The program that sent it.
    pub user_agent: String,
    /// The request's identifier.
    pub request: String,
}

impl Origin {
    /// The hub itself.
    #[must_use]
    pub fn system() -> Self {
        Self { actor: Actor::System, address: String::new(), user_agent: String::new(), request: String::new() }
    }
}

/// The organisation whose events and audit lines these are. What concerns no organisation is the hub's own.
pub type Scope = Option<OrganisationId>;

/// An open transaction. Dropped without [`Transaction::commit`], nothing of it happened.
pub struct Transaction<'s> {
    store: &'s Store,
    open: DatabaseTransaction,
    origin: Origin,
    at: Timestamp,
    /// Events and audit lines are written at the end, because their numbers hold up everybody else in the organisation.
    pending: Mutex<BTreeMap<Scope, Pending>>,
    notices: Mutex<Vec<Notice>>,
}

#[derive(Default)]
struct Pending {
    events: Vec<events::New>,
    audited: Vec<audit::New>,
}

impl Read for Transaction<'_> {
    fn executor(&self) -> Executor<'_> {
        Executor::open(&self.open)
    }

    fn present(&self) -> Timestamp {
        self.at
    }
}

impl<'s> Transaction<'s> {
    pub(crate) fn new(store: &'s Store, open: DatabaseTransaction, origin: Origin) -> Self {
        Self { store, open, origin, at: store.now(), pending: Mutex::default(), notices: Mutex::default() }
    }

    /// How many rows a statement changed that may fail without harm to the rest: PostgreSQL takes nothing more in a transaction
    /// after a failure, unless it goes back to before it.
    pub(crate) async fn attempt(&self, sql: &str, arguments: Vec<sea_orm::Value>) -> Result<u64> {
        let inner = self.open.begin().await?;
        let changed = Executor::open(&inner).run(sql, arguments).await;
        match &changed {
            Ok(_) => inner.commit().await?,
            Err(_) => inner.rollback().await?,
        }
        changed
    }

    /// The store that it changes.
    pub(crate) fn store(&self) -> &'s Store {
        self.store
    }

    /// When it began: everything in it happens at this moment.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Who does all of this.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.origin.actor
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Notes that something changed. What people and their programs do is audited as well.
    #[expect(clippy::needless_pass_by_value, reason = "identifiers are copied")]
    pub(crate) fn event(&self, scope: Scope, kind: &'static str, subject: impl ToString, data: Value) {
        let subject = subject.to_string();
        self.pend(scope, |pending| {
            if self.origin.actor != Actor::System {
                pending.audited.push(audit::New {
                    action: kind.to_owned(),
                    subject: subject.clone(),
                    outcome: "done".to_owned(),
                    detail: data.clone(),
                });
            }
            pending.events.push(events::New { kind, subject, data });
        });
    }

    /// Notes that somebody did something, or tried to, that changes nothing.
    #[expect(clippy::needless_pass_by_value, reason = "identifiers are copied")]
    pub fn audit(&self, scope: Scope, action: &str, subject: impl ToString, outcome: &str, detail: Value) {
        let line =
            audit::New { action: action.to_owned(), subject: subject.to_string(), outcome: outcome.to_owned(), detail };
        self.pend(scope, |pending| pending.audited.push(line));
    }

    /// Tells the other parts of the hub of something, once this is committed.
    pub(crate) fn notify(&self, notice: Notice) {
        if let Ok(mut notices) = self.notices.lock() {
            notices.push(notice);
        }
    }

    fn pend(&self, scope: Scope, add: impl FnOnce(&mut Pending)) {
        if let Ok(mut pending) = self.pending.lock() {
            add(pending.entry(scope).or_default());
        }
    }

    /// Makes it happen, and tells those who wait for it.
    ///
    /// # Errors
    /// When the database does not take it; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        let pending = self.pending.into_inner().unwrap_or_default();
        let mut notices = self.notices.into_inner().unwrap_or_default();
        let executor = Executor::open(&self.open);
        // In the order of their scopes, so that two transactions never wait for each other.
        for (scope, Pending { events, audited }) in pending {
            let chain = audit::Chain::lock(executor, scope).await?;
            let last = events::append(executor, scope, &chain, self.at, self.origin.actor, &events).await?;
            let line = |new: audit::New| AuditEntry {
                number: 0,
                at: self.at,
                actor: self.origin.actor,
                action: new.action,
                subject: new.subject,
                address: self.origin.address.clone(),
                user_agent: self.origin.user_agent.clone(),
                request: self.origin.request.clone(),
                outcome: new.outcome,
                detail: new.detail,
                hash: String::new(),
            };
            chain.append(executor, last, audited.into_iter().map(line).collect()).await?;
            if !events.is_empty() {
                notices.push(Notice::Events { scope, last });
            }
        }
        self.open.commit().await?;
        for notice in notices {
            self.store.bus().publish(notice).await;
        }
        Ok(())
    }
}
