//! Seals an organisation's secrets, or the hub's own, with their newest key, and forgets the old ones once nobody can use them any more.

use hub_store::{Origin, Scope, platform::reseal};
use serde_json::json;

use super::{Attempt, Reporter};
use crate::app::App;

pub(super) async fn attempt(app: &App, scope: Scope, reporter: &Reporter) -> Attempt {
    match all(app, scope, reporter).await {
        Ok(done) => Attempt::Done(Box::new(move |tx| {
            Box::pin(async move {
                if reseal::forget_old(tx, scope).await? {
                    // What was begun before the new key may still seal with an old one: another look after a while.
                    reseal::ask(tx, scope, None, reseal::GRACE).await?;
                }
                Ok(json!({ "resealed": done }))
            })
        })),
        Err(error) => error.into(),
    }
}

/// In small transactions, so that nobody waits for long.
async fn all(app: &App, scope: Scope, reporter: &Reporter) -> hub_store::Result<i64> {
    let mut done = 0;
    loop {
        let tx = app.store().begin(Origin::system()).await?;
        let some = reseal::some(&tx, scope).await?;
        tx.commit().await?;
        if some == 0 {
            return Ok(done);
        }
        done += i64::try_from(some).unwrap_or(0);
        reporter.say("sealing secrets anew", done, 0);
    }
}
