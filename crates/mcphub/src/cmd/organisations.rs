//! `mcphub organisations`: which ones there are, and which one commands are about.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::{
    failure::Failure,
    remote::{Client, Hub, Login, ago, escaped, field, list},
    report, serve,
};

/// See your organisations, and choose the one that commands are about.
#[derive(Debug, Args)]
pub(crate) struct Organisations {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List those that you are in.
    List,
    /// From now on, commands are about this one.
    Use {
        /// Its slug.
        slug: String,
    },
}

pub(super) fn execute(command: &Organisations) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        if let Some(What::Use { slug }) = &command.what {
            let found = client.get(&format!("/organisations/{}", escaped(slug))).await?;
            let mut login = Login::load()?.ok_or_else(|| {
                Failure::usage("nobody is signed in").help("with an API key, name the organisation by --organisation")
            })?;
            login.organisation = found.get("slug").and_then(Value::as_str).unwrap_or(slug).to_owned();
            login.save()?;
            report::say(&format!("commands are about {} from now on", login.organisation));
            return Ok(ExitCode::SUCCESS);
        }
        let rows = client.all("/organisations", 1_000).await?;
        let chosen = Login::load()?.map(|login| login.organisation).unwrap_or_default();
        let mark = |row: &Value| if field("slug")(row) == chosen { "*".to_owned() } else { String::new() };
        list(
            hub,
            &rows,
            "you are in no organisation",
            &[
                ("", &mark),
                ("slug", &field("slug")),
                ("name", &field("name")),
                ("role", &field("role")),
                ("made", &ago("created_at")),
            ],
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
