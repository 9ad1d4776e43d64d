//! `mcphub login`: sign in at a hub, and make its first administrator by the link that it prints.

use std::process::ExitCode;

use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Login, line, secret, token},
    report, serve,
};

/// Sign in at a running hub.
///
/// Asks for the address and the password, and for the code of a second factor where there is one. Answers are read from standard input
/// where that is no terminal: a line each. Who is signed in is kept in a file that only you can read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub login https://hub.example.com
  mcphub login 'http://127.0.0.1:8080/setup?token=mcphub_set_…'   the link of the first start: makes the administrator
  printf '%s\\n' ada@example.com \"$PASSWORD\" | mcphub login https://hub.example.com")]
pub(crate) struct SignIn {
    /// The hub, or the link that it printed at its first start; the hub of the last sign-in when absent.
    #[arg(value_name = "URL")]
    url: Option<String>,
}

pub(super) fn execute(command: &SignIn) -> Result<ExitCode, Failure> {
    let last = Login::load()?;
    let url =
        command.url.clone().or_else(|| last.as_ref().map(|login| login.url.clone())).ok_or_else(|| {
            Failure::usage("which hub?").help("give its address: mcphub login https://hub.example.com")
        })?;
    serve::runtime()?.block_on(async {
        let client = Client::anonymous(&url)?;
        let (client, tokens) = match setup_token(&url) {
            Some(setup) => set_up(client, &setup).await?,
            None => sign_in(client).await?,
        };
        let organisation = last.filter(|last| last.url == client.url()).map(|last| last.organisation);
        let login = Login {
            url: client.url().to_owned(),
            organisation: organisation.unwrap_or_default(),
            access_token: token(&tokens, "access_token"),
            refresh_token: token(&tokens, "refresh_token"),
        };
        login.save()?;
        let mut client = client.signed_in(login);
        let me = client.get("/me").await?;
        let email = me.get("email").and_then(Value::as_str).unwrap_or_default();
        report::say(&format!("signed in at {} as {email}", client.url()));
        Ok(ExitCode::SUCCESS)
    })
}

/// The token of a link that a hub prints at its first start.
fn setup_token(link: &str) -> Option<String> {
    let url = url::Url::parse(link).ok().filter(|url| url.path().ends_with("/setup"))?;
    url.query_pairs().find(|(name, _)| name == "token").map(|(_, value)| value.into_owned())
}

/// Makes the first administrator, and signs them in.
async fn set_up(mut client: Client, setup: &str) -> Result<(Client, Value), Failure> {
    report::say("This hub has no administrator yet. You become the first one.");
    let (email, name) = (line("E-mail address")?, line("Name")?);
    let password = secret("Password, of 12 characters or more")?;
    let admin = json!({ "token": setup, "email": email, "name": name, "password": password.expose_secret() });
    client.post("/setup", admin).await?;
    let tokens = client.post("/sessions", json!({ "email": email, "password": password.expose_secret() })).await?;
    Ok((client, tokens))
}

async fn sign_in(mut client: Client) -> Result<(Client, Value), Failure> {
    let email = line("E-mail address")?;
    let password = secret("Password")?;
    let attempt = |code: Option<SecretString>| {
        json!({ "email": email, "password": password.expose_secret(),
                "code": code.map(|code| code.expose_secret().trim().to_owned()) })
    };
    match client.post("/sessions", attempt(None)).await {
        Err(failure) if failure.is("second_factor_required") => {
            let code = secret("Code of the authenticator app, or a recovery code")?;
            let tokens = client.post("/sessions", attempt(Some(code))).await?;
            Ok((client, tokens))
        }
        outcome => outcome.map(|tokens| (client, tokens)),
    }
}

#[cfg(test)]
mod tests {
    use super::setup_token;

    #[test]
    fn only_the_link_of_the_first_start_has_a_token() {
        assert_eq!(setup_token("http://127.0.0.1:8080/setup?token=mcphub_set_x").as_deref(), Some("mcphub_set_x"));
        assert_eq!(setup_token("http://127.0.0.1:8080"), None);
        assert_eq!(setup_token("127.0.0.1:8080/setup?token=x"), None);
    }
}
