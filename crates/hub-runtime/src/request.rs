//! The kinds of request: what each kind of API makes of arguments, and of what comes back.

use std::{collections::HashMap, sync::Arc};

use http::Method;
use hub_model::{Binding, Blueprint, binding::soap::XmlTypes};

use crate::{
    answer::Answer,
    bind::{self, Bound, Values},
    egress::Base,
    fetch::Fetcher,
    graphql, grpc,
    send::{Received, Transport},
    settings::Limits,
    shape::{self, Call},
    soap,
};

/// The message types of a blueprint, each set prepared when it is first needed.
pub(crate) struct Tables<'b> {
    blueprint: &'b Blueprint,
    known: HashMap<String, Arc<grpc::Table>>,
    xml: HashMap<String, Arc<XmlTypes>>,
}

impl<'b> Tables<'b> {
    pub(crate) fn new(blueprint: &'b Blueprint) -> Self {
        Self { blueprint, known: HashMap::new(), xml: HashMap::new() }
    }

    fn of(&mut self, key: &str) -> Arc<grpc::Table> {
        let types = self.blueprint.types.get(key);
        let make = || Arc::new(types.map(grpc::Table::new).unwrap_or_default());
        Arc::clone(self.known.entry(key.to_owned()).or_insert_with(make))
    }

    fn xml(&mut self, key: &str) -> Arc<XmlTypes> {
        let types = self.blueprint.xml.get(key);
        Arc::clone(self.xml.entry(key.to_owned()).or_insert_with(|| Arc::new(types.cloned().unwrap_or_default())))
    }
}

/// The request of a tool, with everything prepared that does not depend on arguments.
pub(crate) enum Request {
    Http(bind::Plan),
    GraphQl(graphql::Plan),
    Grpc(grpc::Plan),
    Soap(soap::Plan),
}

impl Request {
    /// Prepares a binding for the upstream it goes to.
    ///
    /// # Errors
    /// Why the tool cannot be called.
    pub(crate) fn new(binding: &Binding, base: &Base, tables: &mut Tables<'_>) -> Result<Self, String> {
        match binding {
            Binding::Http(http) => bind::Plan::new(http, &base.path, &base.query).map(Self::Http),
            Binding::GraphQl(binding) => Ok(Self::GraphQl(graphql::Plan::new(binding, &base.address))),
            Binding::Grpc(grpc) => grpc::Plan::new(grpc, tables.of(&grpc.types), &base.path).map(Self::Grpc),
            Binding::Soap(soap) => soap::Plan::new(soap, tables.xml(&soap.types), base).map(Self::Soap),
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Http(plan) => &plan.method,
            Self::GraphQl(_) | Self::Soap(_) => &Method::POST,
            Self::Grpc(_) => &grpc::METHOD,
        }
    }

    /// Sending it twice does no more than sending it once.
    pub(crate) fn idempotent(&self) -> bool {
        match self {
            Self::Http(plan) => plan.idempotent,
            Self::GraphQl(plan) => plan.query,
            Self::Grpc(plan) => plan.idempotent(),
            Self::Soap(plan) => plan.idempotent(),
        }
    }

    /// A web page is what the caller asked for, not an error that looks like one.
    pub(crate) fn accepts_html(&self) -> bool {
        match self {
            Self::Http(plan) => plan.accepts_html,
            Self::GraphQl(_) | Self::Grpc(_) | Self::Soap(_) => false,
        }
    }

    /// How the request travels.
    pub(crate) fn transport(&self) -> Transport {
        match self {
            Self::Http(_) | Self::GraphQl(_) | Self::Soap(_) => Transport::Any,
            Self::Grpc(plan) => Transport::Grpc { streams: plan.streams() },
        }
    }

    /// What came back as text, where it is not: only then can credentials be found in it.
    pub(crate) fn opened(&self, received: Received, limits: &Limits) -> Received {
        match self {
            Self::Http(_) | Self::GraphQl(_) | Self::Soap(_) => received,
            Self::Grpc(plan) => plan.opened(received, limits),
        }
    }

    /// Makes the request.
    ///
    /// # Errors
    /// What is wrong with an argument, for the model.
    pub(crate) async fn bind(&self, values: &Values<'_>, fetcher: &Fetcher, limits: &Limits) -> Result<Bound, String> {
        match self {
            Self::Http(plan) => bind::bind(plan, values, fetcher, limits).await,
            Self::GraphQl(plan) => graphql::bind(plan, values, fetcher, limits).await,
            Self::Grpc(plan) => plan.bind(values, limits),
            Self::Soap(plan) => plan.bind(values, limits),
        }
    }

    /// Makes the answer.
    pub(crate) fn shape(&self, received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
        match self {
            Self::Http(plan) => shape::projected(received, plan.projection.as_ref(), call, limits),
            Self::GraphQl(plan) => graphql::shape(plan, received, call, limits),
            Self::Grpc(_) => grpc::shape(received, call, limits),
            Self::Soap(plan) => soap::shape(plan, received, call, limits),
        }
    }
}
