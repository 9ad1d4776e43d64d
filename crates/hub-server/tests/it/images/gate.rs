//! What a scanner finds keeps an image from being handed out, and is kept. The scanner prints what Trivy's documentation says it does.

use serde_json::json;

use super::{
    Shipyard,
    place::{PASSWORD, Place, USER},
};

/// Prints a report with findings of these severities, and notes that it was asked.
fn trivy(severities: &[&str]) -> String {
    let finding = |(number, severity): (usize, &&str)| {
        json!({ "VulnerabilityID": format!("CVE-{number}"), "PkgName": "hyper", "InstalledVersion": "1.0", "FixedVersion": "1.1",
                "Severity": severity, "Title": "planted" })
    };
    let found: Vec<_> = severities.iter().enumerate().map(finding).collect();
    let report = json!({ "SchemaVersion": 2, "Results": [{ "Target": "mcphub-runtime", "Type": "rustbinary", "Vulnerabilities": found }] });
    format!("for last; do :; done; test -s \"$last\" || exit 9\ncat <<'END'\n{report}\nEND")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_bad_enough_is_neither_pushed_nor_kept_for_download() {
    let yard = Shipyard::new(Some(&trivy(&["LOW", "CRITICAL", "HIGH"]))).await;
    let owner = &yard.acme.owner.rest;
    let place = Place::start().await;
    let login = json!({ "login": { "user": USER, "password": PASSWORD } });
    let host = place.as_ref().map_or("127.0.0.1:9", |place| place.host.as_str());
    let (_, id) = yard.registry(host, login).await;
    for wanted in [json!({ "registry": id }), json!({})] {
        let ended = yard.built(wanted).await;
        assert_eq!(ended["state"], "failed", "{ended}");
        let error = ended["error"].as_str().unwrap();
        assert!(error.contains("trivy found 2 vulnerabilities") && error.contains("images.fail_on"), "{error}");
        let image = yard.images().await[0].clone();
        assert_eq!((&image["state"], &image["scanner"]), (&json!("blocked"), &json!("trivy")), "{image}");
        assert_eq!(image["findings"], json!({ "critical": 1, "high": 1, "low": 1 }));
        let path = format!("{}/images/{}", yard.server, image["id"].as_str().unwrap());
        let seen = owner.get(&path).await.is(200);
        assert_eq!(
            (&seen["vulnerabilities"][0]["id"], &seen["vulnerabilities"][0]["fixed"]),
            (&json!("CVE-1"), &json!("1.1"))
        );
        owner.get(&format!("{path}/archive")).await.problem(404, "not_found");
    }
    if let Some(place) = place {
        assert_eq!(place.ask("team/pets/tags/list").await.0, 404, "nothing was pushed");
    }
    let left: Vec<_> = std::fs::read_dir(yard.folder.path().join("images")).unwrap().collect();
    assert!(
        left.iter().all(|entry| !entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with("scan")),
        "{left:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_bad_enough_passes_and_is_told() {
    let yard = Shipyard::new(Some(&trivy(&["LOW", "MEDIUM"]))).await;
    let ended = yard.built(json!({})).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    assert_eq!(
        (&ended["result"]["scanner"], &ended["result"]["findings"]),
        (&json!("trivy"), &json!({ "low": 1, "medium": 1 }))
    );
    assert!(ended["result"].get("note").is_none(), "{ended}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_could_not_be_looked_through_is_not_handed_out() {
    let yard = Shipyard::new(Some("echo 'FATAL no database' >&2; exit 1")).await;
    let ended = yard.built(json!({})).await;
    assert!(ended["state"] == "failed" && ended["error"].as_str().unwrap().contains("no database"), "{ended}");
    assert!(yard.images().await.is_empty());
}
