//! Passwords: hashed and checked apart from the threads that serve requests, few at a time.

use hub_access::password::{self, Breached, Rules, Weakness};
use secrecy::SecretString;

use crate::{
    app::App,
    http::problem::{FieldError, Problem},
};

/// What is asked of passwords.
pub struct Passwords {
    rules: Rules,
    breached: Box<dyn Breached + Send + Sync>,
}

impl Passwords {
    /// The rules, and the passwords that are known to have leaked.
    #[must_use]
    pub fn new(rules: Rules, breached: Box<dyn Breached + Send + Sync>) -> Self {
        Self { rules, breached }
    }
}

impl App {
    /// Refuses a password that is easily guessed. `about` is what others know of its owner.
    pub(crate) fn check_password(&self, field: &str, chosen: &SecretString, about: &[&str]) -> Result<(), Problem> {
        let Passwords { rules, breached } = self.passwords();
        let Err(weaknesses) = password::check(chosen, rules, about, breached.as_ref()) else { return Ok(()) };
        let said = |weakness: &Weakness| FieldError { field: field.to_owned(), message: weakness.to_string() };
        let errors: Vec<FieldError> = weaknesses.iter().map(said).collect();
        let detail = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ");
        Err(Problem { errors, ..Problem::new(hub_model::problem::ErrorCode::Invalid, detail) })
    }

    /// The hash of a password.
    pub(crate) async fn hash_password(&self, chosen: SecretString) -> Result<String, Problem> {
        let _leave = self.hashing().await?;
        let app = self.clone();
        let hashing = tokio::task::spawn_blocking(move || password::hash(&chosen, app.entropy()));
        hashing.await.map_err(Problem::internal)?.map_err(Problem::internal)
    }

    /// Whether a password is the one of this hash. Takes as long where there is no hash.
    pub(crate) async fn verify_password(&self, given: SecretString, hash: Option<String>) -> Result<bool, Problem> {
        let _leave = self.hashing().await?;
        let verifying = tokio::task::spawn_blocking(move || match hash {
            Some(hash) => password::verify(&given, &hash),
            None => {
                password::verify_nobody(&given);
                false
            }
        });
        verifying.await.map_err(Problem::internal)
    }
}
