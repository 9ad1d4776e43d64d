//! Whether what is kept makes sense: what no change of the hub's own leads to, but a broken disk or a hand in the database does.

use hub_model::id::OrganisationId;

use crate::{
    audit,
    database::{FromRow, Read as _, Row, arguments},
    error::Result,
    store::Store,
};

/// What there should be none of, each with the sentence that says so after how many there are.
const NONE_OF: [(&str, &str); 11] = [
    (
        "APIs have a current revision that is not there or not approved",
        "SELECT COUNT(*) AS n FROM apis WHERE current_id IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM revisions r WHERE r.id = apis.current_id AND r.api_id = apis.id AND r.state = 'approved')",
    ),
    (
        "APIs wait for the approval of a revision that is not there or does not wait",
        "SELECT COUNT(*) AS n FROM apis WHERE pending_id IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM revisions r WHERE r.id = apis.pending_id AND r.api_id = apis.id AND r.state = 'pending')",
    ),
    (
        "revisions wait for approval that their API does not know of",
        "SELECT COUNT(*) AS n FROM revisions r WHERE r.state = 'pending' AND NOT EXISTS
         (SELECT 1 FROM apis WHERE apis.id = r.api_id AND apis.pending_id = r.id)",
    ),
    (
        "revisions have gaps in their numbers",
        "SELECT COUNT(*) AS n FROM (SELECT api_id FROM revisions GROUP BY api_id HAVING COUNT(*) <> MAX(number)) gaps",
    ),
    (
        "jobs run and are no worker's",
        "SELECT COUNT(*) AS n FROM jobs WHERE state = 'running' AND (lease IS NULL OR leased_until IS NULL)",
    ),
    (
        "jobs wait that others of their key do not know of, or the other way around",
        "SELECT COUNT(*) AS n FROM jobs WHERE (state = 'queued' AND serial_key IS NOT NULL AND waiting_key IS NULL)
         OR (state <> 'queued' AND waiting_key IS NOT NULL)",
    ),
    (
        "organisations have no owner",
        "SELECT COUNT(*) AS n FROM organisations o WHERE deleted_at IS NULL AND NOT EXISTS
         (SELECT 1 FROM members m WHERE m.organisation_id = o.id AND m.role = 'owner')",
    ),
    (
        "members or service accounts have a role that is not there",
        "SELECT (SELECT COUNT(*) FROM members m WHERE m.role LIKE 'rol%' AND NOT EXISTS
                  (SELECT 1 FROM roles r WHERE r.organisation_id = m.organisation_id AND r.word = m.role))
              + (SELECT COUNT(*) FROM service_accounts s WHERE s.role LIKE 'rol%' AND NOT EXISTS
                  (SELECT 1 FROM roles r WHERE r.organisation_id = s.organisation_id AND r.word = s.role)) AS n",
    ),
    (
        "organisations have gaps in the numbers of their events",
        "SELECT COUNT(*) AS n FROM chains c WHERE c.events <> (SELECT COUNT(*) FROM events e WHERE e.scope = c.scope)
         OR c.events <> (SELECT COALESCE(MAX(number), 0) FROM events e WHERE e.scope = c.scope)",
    ),
    (
        "secrets are sealed with a key that is gone",
        "SELECT COUNT(*) AS n FROM (SELECT sealed FROM credentials UNION ALL SELECT sealed FROM webhooks
         UNION ALL SELECT sealed FROM registries WHERE sealed IS NOT NULL
         UNION ALL SELECT sealed FROM idempotency UNION ALL SELECT sealed FROM signing_keys
         UNION ALL SELECT totp FROM users WHERE totp IS NOT NULL) secrets
         WHERE NOT EXISTS (SELECT 1 FROM data_keys k WHERE k.sealed_as = SUBSTR(secrets.sealed, 2, 16))",
    ),
    (
        "uploads that are used will expire",
        "SELECT COUNT(*) AS n FROM uploads WHERE expires_at IS NOT NULL AND EXISTS
         (SELECT 1 FROM apis WHERE apis.upload_id = uploads.id)",
    ),
];

struct Scope(OrganisationId);

impl FromRow for Scope {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.id("scope")?))
    }
}

impl Store {
    /// Looks for what makes no sense in what is kept, every audit log included. Answers a sentence for each finding. Takes as long
    /// as reading the audit logs does.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn check(&self) -> Result<Vec<String>> {
        let mut findings = Vec::new();
        for (what, sql) in NONE_OF {
            let count: i64 = self.executor().one(sql, arguments![]).await?.unwrap_or(0);
            if count > 0 {
                findings.push(format!("{count} {what}"));
            }
        }
        for (name, count) in self.master_keys_in_use().await? {
            if !self.sealer().knows(&name) {
                findings
                    .push(format!("{count} data keys are sealed with the master key {name}, which is not configured"));
            }
        }
        let scopes = self.executor().all::<Scope>("SELECT scope FROM chains ORDER BY scope", arguments![]).await?;
        for Scope(scope) in scopes {
            let checked = audit::verify(self, Some(scope)).await?;
            if let Some(line) = checked.broken_at {
                let whose = if scope.0 == 0 { "the hub".to_owned() } else { scope.to_string() };
                findings.push(format!("the audit log of {whose} is not what was written, from its line {line} on"));
            }
        }
        Ok(findings)
    }
}
