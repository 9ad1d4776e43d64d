//! What the templates of Go ask for beside what the plan knows: it follows from the kinds of calls.

use hub_model::Binding;

use super::super::plan::Plan;

/// What the kinds of calls have in common, or only some of them need.
pub(super) fn of(plan: &Plan<'_>) -> [(&'static str, bool); 12] {
    let has = |what| plan.uses.has(what);
    let some = |wanted: &dyn Fn(&Binding) -> bool| plan.tools().any(|tool| wanted(&tool.tool.binding));
    let named = some(&|binding| match binding {
        Binding::Http(http) => http.body.as_ref().is_some_and(|body| !body.renamed.is_empty()),
        Binding::GraphQl(graphql) => !graphql.renamed.is_empty(),
        Binding::Soap(_) | Binding::Grpc(_) => false,
    });
    let in_messages = some(&|binding| matches!(binding, Binding::Grpc(grpc) if !grpc.renamed.is_empty()));
    let posted = has("graphql") || has("soap");
    let tokens = has("client_credentials") || has("refresh");
    [
        // Calls that are posted to one address, and those of which only the tool says whether they may be repeated.
        ("posted", posted),
        ("repeatable", posted || has("grpc")),
        ("no_http", !has("http")),
        // Whatever is no gRPC.
        ("web", has("http") || posted),
        ("conversations", (has("http") || posted) && (tokens || has("digest"))),
        // Credentials that are asked for, and those that depend on the whole request.
        ("tokens", tokens),
        ("signs", has("aws") || has("hmac")),
        ("streams", some(&|binding| matches!(binding, Binding::Grpc(grpc) if grpc.streams))),
        ("named", named),
        ("renamed", named || in_messages),
        ("message_renamed", in_messages),
        ("soap_renamed", some(&|binding| matches!(binding, Binding::Soap(soap) if !soap.renamed.is_empty()))),
    ]
}
