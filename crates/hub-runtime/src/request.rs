//! The kinds of request: what each kind of API makes of arguments, and of what comes back.

use http::Method;
use hub_model::Binding;

use crate::{
    answer::Answer,
    bind::{self, Bound, Values},
    egress::Base,
    fetch::Fetcher,
    graphql,
    send::Received,
    settings::Limits,
    shape::{self, Call},
};

/// The request of a tool, with everything prepared that does not depend on arguments.
pub(crate) enum Request {
    Http(bind::Plan),
    GraphQl(graphql::Plan),
}

impl Request {
    /// Prepares a binding for the upstream it goes to.
    ///
    /// # Errors
    /// Why the tool cannot be called.
    pub(crate) fn new(binding: &Binding, base: &Base) -> Result<Self, String> {
        match binding {
            Binding::Http(http) => bind::Plan::new(http, &base.path, &base.query).map(Self::Http),
            Binding::GraphQl(binding) => Ok(Self::GraphQl(graphql::Plan::new(binding, &base.address))),
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Http(plan) => &plan.method,
            Self::GraphQl(_) => &Method::POST,
        }
    }

    /// Sending it twice does no more than sending it once.
    pub(crate) fn idempotent(&self) -> bool {
        match self {
            Self::Http(plan) => plan.idempotent,
            Self::GraphQl(plan) => plan.query,
        }
    }

    /// A web page is what the caller asked for, not an error that looks like one.
    pub(crate) fn accepts_html(&self) -> bool {
        match self {
            Self::Http(plan) => plan.accepts_html,
            Self::GraphQl(_) => false,
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
        }
    }

    /// Makes the answer.
    pub(crate) fn shape(&self, received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
        match self {
            Self::Http(plan) => shape::projected(received, plan.projection.as_ref(), call, limits),
            Self::GraphQl(plan) => graphql::shape(plan, received, call, limits),
        }
    }
}
