//! The manifests as they are applied, compared with goldens, and read by the types that are made of Kubernetes' own schemas.

use k8s_openapi::api::{
    apps::v1::Deployment,
    autoscaling::v2::HorizontalPodAutoscaler,
    core::v1::{ConfigMap, LimitRange, Namespace, ResourceQuota, Secret, Service, ServiceAccount},
    networking::v1::NetworkPolicy,
    policy::v1::PodDisruptionBudget,
};
use serde::{Serialize, de::DeserializeOwned};

use super::*;

fn shape() -> Shape {
    Shape {
        hub: "hub".to_owned(),
        image: "registry.example/mcphub-runtime:1.0.0".to_owned(),
        pull_policy: None,
        pull_secret: Some("registry".to_owned()),
        limits: Limits { memory_mib: 128, processor_request: 50, processor_limit: 1_000 },
        gateways: vec![
            Peer::Pods {
                namespace: "mcphub".to_owned(),
                labels: vec![("app.kubernetes.io/component".to_owned(), "gateway".to_owned())],
            },
            Peer::Addresses("10.1.0.0/24".to_owned()),
        ],
        processor_target: 70,
        calls_metric: Some(CALLS_FIGURE.to_owned()),
        pods: 100,
    }
}

fn egress() -> Egress {
    Egress {
        public: [443].into(),
        private: [("10.2.3.4".parse().unwrap(), 8443)].into(),
        namespaces: ["shop".to_owned()].into(),
    }
}

fn all(amount: Option<Amount>) -> Vec<Value> {
    let (organisation, server) = ("org_01m8pbzkg4fr4are3k8k50abcd", "srv_01m8pbzkg4fr4are3k8k50kjvd");
    let names = Names::new(Names::namespace(None, "mcphub-", organisation), server);
    let owner = Owner { organisation, server, slug: "orders", names: &names };
    let mut all = namespace(&shape(), organisation, "team", &names.namespace);
    all.extend(super::server(&shape(), owner, &egress()));
    let content = Content { version: "ver_01m8pbzkg4fr4are3k8k50wxyz", blueprint: b"blueprint", told: b"{}" };
    all.extend(super::version(&shape(), owner, content, amount));
    all
}

#[test]
fn a_server_as_it_is_applied() {
    let scaled = Amount::Scaled { min: 1, max: 8, calls: 10, cpu_percent: None, quiet_seconds: 120 };
    insta::assert_json_snapshot!("scaled", all(Some(scaled)));
    let fixed = all(Some(Amount::Fixed(3)));
    assert!(!fixed.iter().any(|object| object["kind"] == "HorizontalPodAutoscaler"));
    let deployment = fixed.iter().find(|object| object["kind"] == "Deployment").unwrap();
    assert_eq!(deployment["spec"]["replicas"], 3);
}

#[test]
fn how_many_pods_there_are_is_not_said_where_somebody_else_decides() {
    let scaled = Amount::Scaled { min: 1, max: 8, calls: 10, cpu_percent: None, quiet_seconds: 120 };
    for amount in [Some(scaled), None] {
        let all = all(amount);
        let deployment = all.iter().find(|object| object["kind"] == "Deployment").unwrap();
        assert!(deployment["spec"].get("replicas").is_none());
    }
}

#[test]
fn a_server_says_how_busy_its_pods_should_be_where_the_hub_says_it_otherwise() {
    let percents = [None, Some(35)].map(|cpu_percent| {
        let all = all(Some(Amount::Scaled { min: 1, max: 8, calls: 10, cpu_percent, quiet_seconds: 120 }));
        let scaler = all.iter().find(|object| object["kind"] == "HorizontalPodAutoscaler").unwrap();
        scaler["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"].as_u64().unwrap()
    });
    assert_eq!(percents, [70, 35]);
}

#[test]
fn a_large_blueprint_comes_in_parts() {
    let names = Names::new("all".to_owned(), "srv_1");
    let owner = Owner { organisation: "org_1", server: "srv_1", slug: "big", names: &names };
    let blueprint = vec![7; 1_500_000];
    let content = Content { version: "ver_1", blueprint: &blueprint, told: b"{}" };
    let objects = super::version(&shape(), owner, content, None);
    let parts: Vec<_> = objects.iter().filter(|object| object["kind"] == "ConfigMap").collect();
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.to_string().len() < 1_000_000));
    let deployment = objects.iter().find(|object| object["kind"] == "Deployment").unwrap();
    let sources = &deployment["spec"]["template"]["spec"]["volumes"][1]["projected"]["sources"];
    assert_eq!(sources.as_array().unwrap().len(), 3);
}

/// Whatever Kubernetes does not know would be lost on the way through its types.
fn whole<T: Serialize + DeserializeOwned>(object: &Value) {
    let mut known = serde_json::to_value(serde_json::from_value::<T>(object.clone()).unwrap()).unwrap();
    // The types do not write these two, which the path says.
    for name in ["apiVersion", "kind"] {
        known[name] = object[name].clone();
    }
    assert_eq!(&known, object);
}

#[test]
fn every_field_is_one_of_kubernetes() {
    for object in all(Some(Amount::Scaled { min: 1, max: 8, calls: 10, cpu_percent: None, quiet_seconds: 120 })) {
        match object["kind"].as_str().unwrap() {
            "Namespace" => whole::<Namespace>(&object),
            "ResourceQuota" => whole::<ResourceQuota>(&object),
            "LimitRange" => whole::<LimitRange>(&object),
            "NetworkPolicy" => whole::<NetworkPolicy>(&object),
            "ServiceAccount" => whole::<ServiceAccount>(&object),
            "Secret" => whole::<Secret>(&object),
            "Service" => whole::<Service>(&object),
            "ConfigMap" => whole::<ConfigMap>(&object),
            "Deployment" => whole::<Deployment>(&object),
            "PodDisruptionBudget" => whole::<PodDisruptionBudget>(&object),
            "HorizontalPodAutoscaler" => whole::<HorizontalPodAutoscaler>(&object),
            other => panic!("{other} is not looked at"),
        }
    }
}
