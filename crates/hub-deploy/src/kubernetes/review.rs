//! Whether a cluster lets the hub do what it has to, asked before it does any of it.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use k8s_openapi::api::authorization::v1::{ResourceAttributes, SelfSubjectAccessReview, SelfSubjectAccessReviewSpec};
use kube::{Api, Client, api::PostParams};

use super::{
    Access, api,
    cluster::{dial, words},
};

/// Questions at a time.
const AT_ONCE: usize = 8;

/// What was found of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Its version.
    pub version: String,
    /// What the hub may not do and has to: `create deployments.apps`.
    pub lacks: Vec<String>,
}

/// Something that is done with objects of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Deed {
    verb: &'static str,
    group: &'static str,
    resource: &'static str,
    part: Option<&'static str>,
}

impl std::fmt::Display for Deed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { verb, group, resource, part } = self;
        write!(f, "{verb} {resource}")?;
        part.iter().try_for_each(|part| write!(f, "/{part}"))?;
        if group.is_empty() { Ok(()) } else { write!(f, ".{group}") }
    }
}

/// Asks a cluster what it is, and what the hub may do there.
///
/// # Errors
/// When it cannot be reached, or does not say; in words for an operator.
pub async fn sight(access: &Access) -> Result<Sight, String> {
    let client = dial(access).await?;
    let version = client.apiserver_version().await.map_err(words)?.git_version;
    let namespace = access.namespace.as_deref();
    let asked = stream::iter(deeds(namespace.is_none()));
    let asked = asked.map(|deed| {
        let asking = may(client.clone(), namespace, deed);
        async move { Ok::<_, String>((!asking.await?).then(|| deed.to_string())) }
    });
    // In their order, so that the same cluster is described in the same words.
    let lacks: Vec<Option<String>> = asked.buffered(AT_ONCE).try_collect().await?;
    Ok(Sight { version, lacks: lacks.into_iter().flatten().collect() })
}

/// All that is done: to a server's objects, to pods and what is said of them and, where organisations have namespaces of their own, to these.
fn deeds(has_namespaces: bool) -> Vec<Deed> {
    let of = |kind: api::Kind, verbs: &'static [&'static str]| {
        verbs.iter().map(move |verb| Deed { verb, group: kind.group, resource: kind.plural, part: None })
    };
    let mut deeds: Vec<Deed> =
        api::OWNED.into_iter().flat_map(|kind| of(kind, &["create", "patch", "list", "watch", "delete"])).collect();
    // What pods are told is read before it is written anew, and so is how many there are to be.
    deeds.extend(of(api::SECRET, &["get"]).chain(of(api::DEPLOYMENT, &["get"])));
    deeds.extend(of(api::POD, &["list", "watch", "patch"]).chain(of(api::EVENT, &["list"])));
    deeds.push(Deed { verb: "get", group: "", resource: "pods", part: Some("log") });
    if has_namespaces {
        deeds.extend(api::SHARED.into_iter().flat_map(|kind| of(kind, &["create", "patch"])));
    }
    deeds
}

async fn may(client: Client, namespace: Option<&str>, deed: Deed) -> Result<bool, String> {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let attributes = ResourceAttributes {
        namespace: namespace.map(str::to_owned),
        verb: text(deed.verb),
        group: text(deed.group),
        resource: text(deed.resource),
        subresource: deed.part.and_then(text),
        ..ResourceAttributes::default()
    };
    let spec =
        SelfSubjectAccessReviewSpec { resource_attributes: Some(attributes), ..SelfSubjectAccessReviewSpec::default() };
    let asked = SelfSubjectAccessReview { spec, ..SelfSubjectAccessReview::default() };
    let answer = Api::all(client).create(&PostParams::default(), &asked).await.map_err(words)?;
    Ok(answer.status.is_some_and(|status| status.allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_what_the_chart_allows() {
        let chart = include_str!("../../../../deploy/helm/mcphub/templates/access.yaml");
        let rules: Vec<&str> = chart.split("- apiGroups: ").skip(1).collect();
        let listed = |rule: &str, key: &str, name: &str| {
            let line = rule.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap_or_default();
            line.trim_matches(['[', ']', ' ']).split(',').any(|one| one.trim() == name)
        };
        for deed in deeds(true) {
            let resource = deed.part.map_or(deed.resource.to_owned(), |part| format!("{}/{part}", deed.resource));
            let allows = |rule: &&&str| listed(rule, "resources: ", &resource) && listed(rule, "verbs: ", deed.verb);
            let group = if deed.group.is_empty() { "[\"\"]".to_owned() } else { format!("[{}]", deed.group) };
            assert!(rules.iter().find(allows).is_some_and(|rule| rule.starts_with(&group)), "{deed}");
        }
    }

    #[test]
    fn deeds_are_said_as_kubectl_says_them() {
        let said: Vec<String> = deeds(false).iter().map(ToString::to_string).collect();
        for one in [
            "create deployments.apps",
            "get secrets",
            "get pods/log",
            "list events",
            "delete networkpolicies.networking.k8s.io",
        ] {
            assert!(said.iter().any(|said| said == one), "{one}: {said:?}");
        }
        assert!(!said.iter().any(|said| said.contains("namespaces")));
        assert!(deeds(true).iter().any(|deed| deed.to_string() == "create namespaces"));
    }
}
