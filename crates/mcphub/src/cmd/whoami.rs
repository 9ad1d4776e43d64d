//! `mcphub whoami`.

use std::process::ExitCode;

use clap::Args;

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, field, show},
    serve,
};

/// Say who is signed in where.
#[derive(Debug, Args)]
pub(crate) struct Whoami {
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &Whoami) -> Result<ExitCode, Failure> {
    serve::runtime()?.block_on(async {
        let mut client = Client::new(&command.hub)?;
        let me = client.get("/me").await?;
        let url = client.url().to_owned();
        show(
            &command.hub,
            &me,
            &[
                ("hub", &|_| url.clone()),
                ("e-mail", &field("email")),
                ("name", &field("name")),
                ("id", &field("id")),
                ("administrator", &field("is_admin")),
                ("second factor", &field("has_second_factor")),
                ("since", &ago("created_at")),
            ],
        )?;
        Ok(ExitCode::SUCCESS)
    })
}
