//! Tells a webhook of an event, signed as Standard Webhooks (standardwebhooks.com) says.

use std::{sync::Arc, time::Duration};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use hub_model::{
    event::Event,
    id::{OrganisationId, WebhookId},
};
use hub_runtime::fetch::{FetchLimits, Fetcher};
use hub_store::webhooks::{self, Webhook};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::Attempt;
use crate::{api::events::EventView, app::App, calls, http::problem::Problem};

/// How long a receiver has to answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read.
const ANSWER: usize = 64 << 10;

pub(super) async fn attempt(app: &App, organisation: OrganisationId, id: WebhookId, number: i64) -> Attempt {
    let sent = match found(app, organisation, id, number).await {
        Ok(Some((webhook, event))) => match send(app, organisation, &webhook, &event).await {
            Ok(sent) => sent,
            Err(problem) => return problem.into(),
        },
        // Deleted or switched off meanwhile.
        Ok(None) => return Attempt::Done(Box::new(|_| Box::pin(async { Ok(json!({ "delivered": false })) }))),
        Err(error) => return error.into(),
    };
    let error = sent.as_ref().err().cloned();
    let kept = error.clone();
    let effects: super::Effects = Box::new(move |tx| {
        Box::pin(async move {
            webhooks::delivered(tx, organisation, id, kept.as_deref()).await?;
            Ok(json!({ "delivered": kept.is_none() }))
        })
    });
    match error {
        None => Attempt::Done(effects),
        Some(error) => Attempt::Failed { error, may_retry: true, effects: Some(effects) },
    }
}

async fn found(
    app: &App,
    organisation: OrganisationId,
    id: WebhookId,
    number: i64,
) -> hub_store::Result<Option<(Webhook, Event)>> {
    let webhook = webhooks::find(app.store(), organisation, id).await?.filter(|webhook| webhook.is_enabled);
    let event = hub_store::event(app.store(), Some(organisation), number).await?;
    Ok(webhook.zip(event))
}

/// Sends an event; the inner answer is what the receiver said.
pub(crate) async fn send(
    app: &App,
    organisation: OrganisationId,
    webhook: &Webhook,
    event: &Event,
) -> Result<Result<String, String>, Problem> {
    let secret = webhooks::secret(app.store(), organisation, webhook.id).await?;
    let secret = secret.ok_or_else(|| Problem::not_found("the webhook"))?;
    let body = json!({ "organisation": organisation, "webhook": webhook.id, "event": EventView::from(event.clone()) })
        .to_string();
    // The same for every attempt, so that a receiver can tell a repetition.
    let id = format!("{}_{}", webhook.id, event.number);
    let seconds = app.now().0 / 1000;
    let signature = signature(secret.expose_secret(), &id, seconds, &body);
    let mut headers = HeaderMap::new();
    for (name, value) in
        [("webhook-id", id), ("webhook-timestamp", seconds.to_string()), ("webhook-signature", signature)]
    {
        let value = HeaderValue::from_str(&value).map_err(Problem::internal)?;
        headers.insert(HeaderName::from_static(name), value);
    }
    let connect_timeout = Duration::from_secs(5);
    let limits = FetchLimits { connect_timeout, timeout: TIMEOUT, idle: None, bytes: ANSWER, redirects: 0 };
    let fetcher = Fetcher::new(&calls::policy(app), limits, Arc::clone(app.clock()));
    let fetcher = fetcher.map_err(Problem::internal)?.with_headers(headers);
    let answer = fetcher.post_json(&webhook.url, Bytes::from(body)).await;
    Ok(match answer {
        Ok(answer) if answer.status.is_success() => Ok(format!("the receiver answered {}", answer.status)),
        Ok(answer) => Err(format!("the receiver answered {}", answer.status)),
        Err(error) => Err(error.to_string()),
    })
}

/// `v1,` and the HMAC-SHA256 of id, time and body, in base64.
fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> String {
    let key = secret.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key.unwrap_or_else(|| secret.as_bytes().to_vec()));
    let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn signs_as_the_standard_says() {
        // The example of the specification's reference libraries.
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
