//! Texts that are code, patterns or nothing elsewhere: SQL, wildcards, markup, NUL, and every kind of letter.

use serde_json::{Value, json};

use crate::hub::Hub;

const TEXTS: [&str; 14] = [
    "'; DROP TABLE apis; --",
    "\" OR 1=1 --",
    "' UNION SELECT hash FROM passwords --",
    "%",
    "_",
    "\\",
    "a\0b",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "$(id)",
    "\u{202e}evil",
    "𝕬𝖈𝖒𝖊 🦀 ä",
    "\u{7f}\u{1b}[31m",
    "\u{ffff}\u{fdd0}",
];

#[tokio::test]
async fn texts_stay_texts() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let (api, _) = hub.register(&owner.rest, &at, json!({ "type": "text", "text": "type Query { a: Int }" })).await;
    let path = format!("{at}/apis/{api}");
    for text in TEXTS {
        let bodies: [(&str, Value); 9] = [
            ("/organisations", json!({ "name": text, "slug": format!("o{}", text.len()) })),
            (
                &format!("{at}/apis"),
                json!({ "name": text, "description": text, "source": { "type": "text", "text": text } }),
            ),
            (&format!("{at}/roles"), json!({ "name": text, "description": text, "permissions": [] })),
            (&format!("{at}/service-accounts"), json!({ "name": text, "description": text, "role": "viewer" })),
            (&format!("{at}/api-keys"), json!({ "name": text, "scopes": [] })),
            (
                &format!("{at}/webhooks"),
                json!({ "name": text, "url": format!("http://127.0.0.1/{text}"), "kinds": [text] }),
            ),
            (&format!("{at}/invitations"), json!({ "email": format!("{text}@example.com"), "role": "viewer" })),
            ("/invitations/look", json!({ "token": text })),
            ("/sessions", json!({ "email": text, "password": text, "code": text })),
        ];
        for (path, body) in bodies {
            let answer = owner.rest.post(path, body).await;
            assert!(answer.status < 500, "{text:?} at {path}: {}", answer.body);
        }
        let settings = json!({ "settings": { "probe": text, "only": [text], "document_credential": text } });
        for body in [
            json!({ "name": text }),
            json!({ "description": text }),
            json!({ "tags": [text] }),
            json!({ "slug": text }),
            settings,
        ] {
            let answer = owner.rest.patch(&path, body).await;
            assert!(answer.status < 500, "{text:?}: {}", answer.body);
        }
        let written = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
        for query in
            ["search", "tag", "owner", "subject", "kind", "state", "actor", "action", "cursor", "health", "since"]
        {
            for list in ["apis", "events", "jobs", "audit", "api-keys"] {
                let answer = owner.rest.get(&format!("{at}/{list}?{query}={written}")).await;
                assert!(answer.status < 500, "{text:?} as {query} of {list}: {}", answer.body);
            }
        }
        for place in ["apis/", "apis/x/revisions/", "members/", "api-keys/", "jobs/", "webhooks/"] {
            let answer = owner.rest.get(&format!("{at}/{place}{written}")).await;
            assert!(answer.status < 500, "{text:?} at {place}: {}", answer.body);
        }
        let answer = owner.rest.put(&format!("{path}/credentials/{written}"), json!({ "value": "v" })).await;
        assert!(answer.status < 500, "{text:?} as a scheme: {}", answer.body);
    }
    // All is still there, and wildcards found nothing that they do not stand in.
    owner.rest.get(&path).await.is(200);
    let found = owner.rest.get(&format!("{at}/apis?search=%25")).await.is(200);
    for api in found["items"].as_array().unwrap() {
        assert!(api.to_string().contains('%'), "{api}");
    }
}
