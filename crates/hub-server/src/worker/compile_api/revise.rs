//! What came of a compilation, packed and counted, ready to be kept.

use std::sync::Arc;

use hub_compiler::{Impact, diff};
use hub_model::{
    Blueprint, Severity,
    api::{Api, RevisionState},
    id::{ApiId, JobId, OrganisationId},
};
use hub_store::apis::{
    blobs::Blob,
    revisions::{self, New, Part},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Attempt, Compiled};
use crate::{app::App, sources::shown, worker::Effects};

/// The revision that is to be kept. Where nothing changed since the last one, none is.
pub(super) async fn revision(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    job: JobId,
    compiled: Compiled,
    before: Option<Arc<Blueprint>>,
    shortfall: Option<String>,
) -> hub_store::Result<Attempt> {
    let last = revisions::last(app.store(), organisation, api.id).await?;
    let (id, is_usable) = (api.id, shortfall.is_none());
    let packing = tokio::task::spawn_blocking(move || pack(id, job, compiled, before.as_deref(), is_usable)).await;
    let new = packing.map_err(|_| hub_store::Error::Corrupt("a revision could not be packed".to_owned()))??;
    let is_same = last.as_ref().is_some_and(|last| {
        last.source_digest == new.source_digest
            && last.blueprint_digest == new.blueprint_digest
            && (last.state != RevisionState::Unusable) == is_usable
    });
    if let Some(last) = last.filter(|_| is_same) {
        let result = json!({ "revision": last.id, "number": last.number, "changed": false, "tools": last.tools });
        return Ok(ended(shortfall, Box::new(move |_| Box::pin(async move { Ok(result) }))));
    }
    let effects: Effects = Box::new(move |tx| {
        Box::pin(async move {
            let kept = revisions::create(tx, organisation, new).await?;
            Ok(json!({
                "revision": kept.id, "number": kept.number, "state": kept.state, "changed": true, "operations": kept.operations,
                "tools": kept.tools, "errors": kept.errors, "warnings": kept.warnings, "breaking": kept.breaking,
            }))
        })
    });
    Ok(ended(shortfall, effects))
}

/// An unusable document is a failure of the job, and its report is kept all the same.
fn ended(shortfall: Option<String>, effects: Effects) -> Attempt {
    match shortfall {
        None => Attempt::Done(effects),
        Some(error) => {
            let error = format!("{error}; the revision's report tells more");
            Attempt::Failed { error, may_retry: false, effects: Some(effects) }
        }
    }
}

fn pack(
    api: ApiId,
    job: JobId,
    compiled: Compiled,
    before: Option<&Blueprint>,
    is_usable: bool,
) -> hub_store::Result<New> {
    let Compiled { compilation, documents } = compiled;
    let (report, blueprint) = (compilation.report, compilation.blueprint);
    let changes = match (before, &blueprint) {
        (Some(before), Some(after)) => diff(before, after),
        _ => Vec::new(),
    };
    let mut parts = Vec::new();
    let mut source = Sha256::new();
    for (address, bytes) in documents.sources() {
        let blob = Blob::of(bytes)?;
        // An address may carry a key in its query.
        let name = if address.contains("://") { shown(address) } else { address.to_owned() };
        source.update(name.as_bytes());
        source.update(blob.digest().as_bytes());
        parts.push((Part::Document, name, blob));
    }
    let mut add = |part: Part, json: serde_json::Result<Vec<u8>>| -> hub_store::Result<()> {
        let unwritten = |error| hub_store::Error::Corrupt(format!("a part of a revision cannot be written: {error}"));
        parts.push((part, String::new(), Blob::of(&json.map_err(unwritten)?)?));
        Ok(())
    };
    add(Part::Report, serde_json::to_vec(&report))?;
    add(Part::Changes, serde_json::to_vec(&changes))?;
    if let Some(blueprint) = &blueprint {
        add(Part::Blueprint, serde_json::to_vec(blueprint))?;
    }
    let count = |severity| number(report.diagnostics.iter().filter(|finding| finding.severity == severity).count());
    Ok(New {
        api,
        job,
        kind: report.kind.clone(),
        title: cut(&report.title),
        api_version: blueprint.as_ref().map(|blueprint| cut(&blueprint.version)).unwrap_or_default(),
        source_digest: source.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        blueprint_digest: blueprint.as_ref().map(|blueprint| blueprint.digest.clone()).unwrap_or_default(),
        operations: number(report.operations),
        tools: number(report.tools),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        breaking: number(changes.iter().filter(|change| change.impact == Impact::Breaking).count()),
        is_usable,
        parts,
    })
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A document's own words, as long as a list can show them. PostgreSQL keeps no NUL.
fn cut(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(200).collect()
}
