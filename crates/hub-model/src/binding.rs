//! How a tool is executed: a plan over the tool's argument slots, made by the compiler and followed by the runtime.

pub mod graphql;
pub mod grpc;
pub mod http;
pub mod soap;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use graphql::GraphQlBinding;
pub use grpc::GrpcBinding;
pub use http::HttpBinding;
pub use soap::SoapBinding;

use crate::Alternative;

/// Index into [`crate::Tool::arguments`].
pub type Slot = usize;

/// The kinds of call. One variant for each family of protocols.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Binding {
    /// One HTTP request.
    Http(Box<HttpBinding>),
    /// One GraphQL operation.
    #[serde(rename = "graphql")]
    GraphQl(Box<GraphQlBinding>),
    /// One gRPC call.
    Grpc(Box<GrpcBinding>),
    /// One SOAP call.
    Soap(Box<SoapBinding>),
}

impl Binding {
    /// Key in [`crate::Blueprint::upstreams`].
    #[must_use]
    pub fn upstream(&self) -> &str {
        match self {
            Self::Http(http) => &http.upstream,
            Self::GraphQl(graphql) => &graphql.upstream,
            Self::Grpc(grpc) => &grpc.upstream,
            Self::Soap(soap) => &soap.upstream,
        }
    }

    /// Credentials: any one alternative, all of its requirements.
    #[must_use]
    pub fn security(&self) -> &[Alternative] {
        match self {
            Self::Http(http) => &http.security,
            Self::GraphQl(graphql) => &graphql.security,
            Self::Grpc(grpc) => &grpc.security,
            Self::Soap(soap) => &soap.security,
        }
    }

    /// Moves it to another upstream, and its secrets to other names.
    pub fn relocate(&mut self, upstream: impl Fn(&str) -> String, scheme: impl Fn(&str) -> String) {
        let (here, security) = match self {
            Self::Http(http) => (&mut http.upstream, &mut http.security),
            Self::GraphQl(graphql) => (&mut graphql.upstream, &mut graphql.security),
            Self::Grpc(grpc) => {
                grpc.types = upstream(&grpc.types);
                (&mut grpc.upstream, &mut grpc.security)
            }
            Self::Soap(soap) => {
                soap.types = upstream(&soap.types);
                (&mut soap.upstream, &mut soap.security)
            }
        };
        *here = upstream(here);
        for requirement in security.iter_mut().flatten() {
            requirement.scheme = scheme(&requirement.scheme);
        }
    }

    /// Takes the nested properties that had to be renamed for clients: from the schema's name to the wire's.
    pub fn rename(&mut self, renamed: BTreeMap<String, String>) {
        match self {
            Self::Http(http) => {
                if let Some(body) = &mut http.body {
                    body.renamed = renamed;
                }
            }
            Self::GraphQl(graphql) => graphql.renamed = renamed,
            Self::Grpc(grpc) => grpc.renamed = renamed,
            Self::Soap(soap) => soap.renamed = renamed,
        }
    }
}
