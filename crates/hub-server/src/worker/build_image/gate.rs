//! What an image has to pass before it is handed out: a scanner, where there is one, and what it may find.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use hub_deploy::image::{
    Error, Image, Name,
    scan::{Finding, Scanner},
};

use super::STEPS;
use crate::{app::App, worker::Reporter};

/// Findings that are kept in full; all of them are counted.
const KEPT: usize = 200;

/// What a scanner said of an image.
pub(super) struct Scan {
    /// Which one; none where none is set.
    pub(super) scanner: Option<&'static str>,
    /// How many findings there are of each severity.
    pub(super) counts: BTreeMap<String, i64>,
    /// The worst of them.
    pub(super) findings: Vec<Finding>,
}

/// What came of it.
pub(super) struct Passed {
    pub(super) scan: Scan,
    /// Why it may not be handed out; nothing where it may.
    pub(super) refusal: Option<String>,
}

/// Has an image looked through. An image that could not be looked through does not pass.
pub(super) async fn pass(app: &App, image: &Image, name: &Name, reporter: &Reporter) -> Result<Passed, Error> {
    let settings = &app.settings().images;
    let Some(program) = &settings.scanner else {
        let scan = Scan { scanner: None, counts: BTreeMap::new(), findings: Vec::new() };
        return Ok(Passed { scan, refusal: None });
    };
    let scanner = Scanner::new(PathBuf::from(program))?;
    reporter.say(format!("{} looks through it", scanner.name()), 2, STEPS);
    let mut findings = scanner.scan_image(image, name, Path::new(&settings.folder)).await?;
    let mut counts = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.severity.to_string()).or_insert(0) += 1;
    }
    let bad = findings.iter().filter(|finding| finding.severity >= settings.fail_on.into()).count();
    let refusal = (bad > 0).then(|| {
        format!(
            "{} found {bad} vulnerabilities that may not be in it, so that it was not handed out; build the runtime anew with versions that no longer have them (the setting `images.fail_on` says how bad what is let through may be)",
            scanner.name()
        )
    });
    findings.truncate(KEPT);
    Ok(Passed { scan: Scan { scanner: Some(scanner.name()), counts, findings }, refusal })
}
