//! Gets an API's documents under the egress rules, compiles them, and keeps what came of it as a revision.

mod gather;
mod revise;

use std::{sync::Arc, time::Duration};

use hub_compiler::{Compilation, Documents, Options, compile};
use hub_model::{
    Blueprint, Severity,
    api::{Api, Validation},
    id::{ApiId, JobId, OrganisationId},
};
use hub_store::apis;

use super::{Attempt, Reporter};
use crate::app::App;

/// Steps that are told.
const STEPS: i64 = 3;

pub(super) async fn attempt(
    app: &App,
    organisation: OrganisationId,
    id: ApiId,
    job: JobId,
    reporter: Reporter,
) -> Attempt {
    let api = match apis::find(app.store(), organisation, id).await {
        Ok(Some(api)) if api.deleted_at.is_none() => api,
        Ok(_) => return failed("the API is deleted", false),
        Err(error) => return error.into(),
    };
    reporter.say("getting the documents", 0, STEPS);
    let documents = match gather::documents(app, organisation, &api, &reporter).await {
        Ok(documents) => documents,
        Err(attempt) => return attempt,
    };
    reporter.say("compiling", 1, STEPS);
    let before = match current(app, organisation, &api).await {
        Ok(before) => before,
        Err(problem) => return problem.into(),
    };
    let compiled = match compiled(app, &api, documents, before.as_deref()).await {
        Ok(compiled) => compiled,
        Err(error) => return failed(&error, false),
    };
    reporter.say("keeping the revision", 2, STEPS);
    let shortfall = shortfall(&compiled.compilation, api.settings.validation);
    match revise::revision(app, organisation, &api, job, compiled, before, shortfall).await {
        Ok(attempt) => attempt,
        Err(error) => error.into(),
    }
}

fn failed(error: &str, may_retry: bool) -> Attempt {
    Attempt::Failed { error: error.to_owned(), may_retry, effects: None }
}

/// A compilation with the documents that it was made of.
struct Compiled {
    compilation: Compilation,
    documents: Documents,
}

/// The blueprint that servers are made of now.
async fn current(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
) -> Result<Option<Arc<Blueprint>>, crate::http::problem::Problem> {
    match api.current {
        Some(revision) => app.blueprints().get(app.store(), organisation, revision).await,
        None => Ok(None),
    }
}

/// Compiles apart from the threads that serve requests. The error says what is wrong, for people.
async fn compiled(app: &App, api: &Api, documents: Documents, before: Option<&Blueprint>) -> Result<Compiled, String> {
    let names = before.map(|blueprint| {
        blueprint.tools.iter().map(|tool| (tool.origin.operation.clone(), tool.name.clone())).collect()
    });
    let options = Options {
        only: api.settings.only.clone(),
        // Tools keep the names that they had.
        names: names.unwrap_or_default(),
        ..Options::default()
    };
    let clock = Arc::clone(app.clock());
    let compiling = tokio::task::spawn_blocking(move || {
        let began = clock.now();
        let mut compilation = compile(&documents, &options);
        let took = clock.now().saturating_duration_since(began).as_millis();
        compilation.report.millis = u64::try_from(took).unwrap_or(u64::MAX);
        Compiled { compilation, documents }
    });
    let most = app.settings().jobs.compile_seconds;
    match tokio::time::timeout(Duration::from_secs(most), compiling).await {
        Ok(Ok(compiled)) => Ok(compiled),
        Ok(Err(_)) => {
            Err("the document could not be compiled; this is a mistake of the hub's, please report it".to_owned())
        }
        Err(_) => Err(format!("compiling the document took longer than {most} s")),
    }
}

/// Why a compilation does not live up to what is asked of it; nothing when it does.
fn shortfall(compilation: &Compilation, validation: Validation) -> Option<String> {
    let report = &compilation.report;
    let count = |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if compilation.blueprint.is_none() {
        let worst = report.diagnostics.iter().find(|finding| finding.severity == Severity::Error);
        return Some(worst.map_or_else(|| "no operation became a tool".to_owned(), |worst| worst.message.clone()));
    }
    match validation {
        Validation::BestEffort => None,
        Validation::Complete | Validation::Strict if !report.skipped.is_empty() => {
            Some(format!("{} of {} operations became no tool", report.skipped.len(), report.operations))
        }
        Validation::Strict if errors + warnings > 0 => {
            Some(format!("there are {errors} errors and {warnings} warnings"))
        }
        Validation::Complete | Validation::Strict => None,
    }
}
