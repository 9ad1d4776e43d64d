//! Schemas of a tool against the rules of the profile that it was made for.

use hub_model::{Diagnostic, Profile, Tool};
use serde_json::Value;

use crate::passes::profiles::{Finding, Role, Rules, check};

/// Findings of one tool that are listed.
const MOST: usize = 5;

/// What is wrong with a tool's schemas.
pub(super) fn of_tool(tool: &Tool, profile: Profile, findings: &mut Vec<Diagnostic>) {
    let input = check(&tool.input_schema, Rules::of(profile), Role::Input);
    say(tool, "input", profile, &input, findings);
    if let Some(output) = &tool.output {
        // Whatever the profile, outputs are written for all clients.
        let broken = check(&output.schema, Rules::of(Profile::Standard), Role::Output);
        say(tool, "output", Profile::Standard, &broken, findings);
    }
    if tool.input_schema.get("additionalProperties") == Some(&Value::Bool(true)) {
        let message = format!("`{}` passes on any argument that a model makes up", tool.name);
        findings.push(Diagnostic::info("open-arguments", message, tool.origin.place.as_str()));
    }
}

fn say(tool: &Tool, which: &str, profile: Profile, broken: &[Finding], findings: &mut Vec<Diagnostic>) {
    for finding in broken.iter().take(MOST) {
        let message = format!(
            "the {which} schema of `{}` breaks a rule of the profile {profile}: {} (at `{}`)",
            tool.name, finding.message, finding.pointer
        );
        let code = format!("profile-{}", finding.rule);
        let help = "clients may refuse the tool; choose another profile or change the schema";
        findings.push(Diagnostic::warning(&code, message, tool.origin.place.as_str()).help(help));
    }
}
