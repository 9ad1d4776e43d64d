//! How an upstream wants to be authenticated: kinds and names of secrets, never their values.

pub mod signature;

use serde::{Deserialize, Serialize};

use signature::Hmac;

/// A way to authenticate that a document declares. Its key in [`crate::Blueprint::schemes`] is also the name of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// What it is.
    #[serde(flatten)]
    pub kind: SchemeKind,
    /// The document's words about it, cleaned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// The kinds of authentication (OpenAPI 3.2 section 4.26, Swagger 2.0 `securityDefinitions`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum SchemeKind {
    /// A key sent under a fixed name.
    ApiKey {
        /// Where it is sent.
        place: ApiKeyPlace,
        /// Name of the header, query parameter or cookie.
        name: String,
    },
    /// RFC 7617. The secret is `user:password`.
    Basic,
    /// RFC 6750. The secret is the token.
    Bearer {
        /// The document's hint, such as `JWT`.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        format: String,
    },
    /// RFC 6749. The secret is an access token; or `client_id:client_secret` where there is a client-credentials flow; or
    /// `client_id:client_secret:refresh_token` where another flow has a token endpoint.
    Oauth2 {
        /// The flows that the document declares.
        flows: Vec<OauthFlow>,
    },
    /// OpenID Connect discovery; the secret is an access token.
    OpenIdConnect {
        /// Discovery document.
        url: String,
    },
    /// A `UsernameToken` in the envelope's header (OASIS WS-Security 1.1.1). The secret is `user:password`.
    WsSecurity {
        /// A digest is sent in the place of the password.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        digest: bool,
    },
    /// A signature of the message's body and time in the envelope's header (OASIS X.509 Certificate Token Profile 1.1.1). The
    /// secret is a certificate and its private key, in PEM.
    WsSignature,
    /// AWS Signature Version 4. The secret is `access_key_id:secret_access_key`, with `:session_token` behind where there is one.
    AwsSigv4 {
        /// `s3`; what the host's name says where it is empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        service: String,
        /// `eu-west-1`; what the host's name says where it is empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        region: String,
    },
    /// A signature of the request by templates.
    Hmac(Hmac),
    /// A client certificate. The secret is the certificate with its chain and its private key, in PEM.
    MutualTls,
    /// Any other RFC 9110 scheme: the secret is all that follows the scheme's name in `Authorization`; for `Digest` (RFC 7616) it
    /// may be `user:password`, with which challenges are answered.
    Http {
        /// As sent: `Digest`, `OAuth`, …
        scheme: String,
    },
}

impl SchemeKind {
    /// The token endpoint of a client-credentials flow (RFC 6749 section 4.4), where there is one.
    #[must_use]
    pub fn client_credentials(&self) -> Option<&str> {
        let Self::Oauth2 { flows } = self else { return None };
        let flow = flows.iter().find(|flow| flow.grant == "client-credentials" && !flow.token_url.is_empty());
        flow.map(|flow| flow.token_url.as_str())
    }

    /// Where a refresh token is exchanged for access tokens (RFC 6749 section 6), where there is such a place.
    #[must_use]
    pub fn refresh(&self) -> Option<&str> {
        let Self::Oauth2 { flows } = self else { return None };
        let of = |flow: &OauthFlow| flow.grant != "client-credentials" && flow.grant != "implicit";
        let urls = flows.iter().filter(|flow| of(flow)).flat_map(|flow| [&flow.refresh_url, &flow.token_url]);
        urls.map(String::as_str).find(|url| !url.is_empty())
    }

    /// What its secret has to be, in words for an operator.
    #[must_use]
    pub fn secret_in_words(&self) -> String {
        match self {
            Self::ApiKey { name, .. } => format!("API key `{}`", name.escape_debug()),
            Self::Basic => "user:password".into(),
            Self::Bearer { .. } => "bearer token".into(),
            Self::Oauth2 { .. } => {
                let client = if self.client_credentials().is_some() { "client_id:client_secret, " } else { "" };
                let refresh = if self.refresh().is_some() { "client_id:client_secret:refresh_token, " } else { "" };
                format!("{client}{refresh}or access token").trim_start_matches("or ").replace(", or", " or")
            }
            Self::OpenIdConnect { .. } => "access token".into(),
            Self::AwsSigv4 { .. } => "access_key_id:secret_access_key".into(),
            Self::Hmac(hmac) if hmac.names_key() => "key_id:secret".into(),
            Self::Hmac(_) => "shared secret".into(),
            Self::MutualTls => "client certificate and its key, in PEM".into(),
            Self::WsSecurity { digest: false } => "user:password, in the envelope".into(),
            Self::WsSecurity { digest: true } => "user:password, as a digest in the envelope".into(),
            Self::WsSignature => "certificate and its key in PEM, to sign the envelope with".into(),
            Self::Http { scheme } if scheme.eq_ignore_ascii_case("digest") => "user:password".into(),
            Self::Http { scheme } => format!("{} credentials", scheme.escape_debug()),
        }
    }
}

/// Where an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApiKeyPlace {
    /// A request header.
    Header,
    /// A query parameter.
    Query,
    /// A cookie.
    Cookie,
}

/// One OAuth 2 flow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OauthFlow {
    /// `client-credentials`, `authorization-code`, `implicit`, `password` or `device-authorization`.
    pub grant: String,
    /// Token endpoint; empty where the flow has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token_url: String,
    /// Authorization endpoint; empty where the flow has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authorization_url: String,
    /// Refresh endpoint when it differs from the token endpoint.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub refresh_url: String,
    /// Scope and what it allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<(String, String)>,
}

/// One scheme that a call needs, with the scopes it needs it for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Requirement {
    /// Key in [`crate::Blueprint::schemes`].
    pub scheme: String,
    /// OAuth scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

/// Schemes that must all be applied together. A list of alternatives means any one of them; an empty alternative means that
/// the call may also go out without credentials; an empty list means that it needs none.
pub type Alternative = Vec<Requirement>;
