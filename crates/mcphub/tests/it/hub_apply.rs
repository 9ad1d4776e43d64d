//! Resources as files: applied, changed, pruned, written down, and applied to another hub.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    hub::{Hub, Machine, err, out},
    hub_apis::{shop, upstream},
    support::Files,
};

/// An API of a file with a credential, and a server of one of its two tools that is served.
const RESOURCES: &str = "\
apiVersion: mcphub.dev/v1
kind: McpApi
metadata: { name: shop }
spec:
  displayName: The Shop
  tags: [demo]
  source: { file: documents/shop.json }
  settings: { autoApprove: true, probeEvery: 0 }
  credentials:
    - { scheme: key, valueFrom: { env: SHOP_KEY } }
---
apiVersion: mcphub.dev/v1
kind: McpServer
metadata: { name: orders }
spec:
  description: Orders of the shop.
  design:
    sources:
      - api: shop
        curation:
          picks: [{ glob: '*vault*', out: true }]
          tools:
            GET /orders: { title: Orders, arguments: { limit: { default: 5 } } }
  settings: { callSeconds: 20 }
  deployment: {}
";

fn write(machine: &Machine, path: &str, text: &str) {
    let path = machine.folder().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A machine whose folder `hub` has the resources and the document.
fn prepared() -> (Hub, Machine) {
    let (hub, machine) = Hub::signed_in();
    write(&machine, "hub/shop.yaml", RESOURCES);
    write(&machine, "hub/documents/shop.json", &shop(&upstream()));
    (hub, machine)
}

const APPLY: [&str; 4] = ["apply", "-f", "hub", "--yes"];

fn apply(machine: &Machine, more: &[&str]) -> assert_cmd::assert::Assert {
    machine.run(&[&APPLY[..], more].concat()).env("SHOP_KEY", "sesame").assert()
}

fn versions(machine: &Machine, server: &str) -> usize {
    machine.json(&["servers", "versions", server]).as_array().unwrap().len()
}

#[test]
fn files_are_applied_and_again_to_no_effect() {
    let (_hub, machine) = prepared();
    let planned = machine.run(&["apply", "-f", "hub", "--dry-run"]).assert().code(4);
    assert!(out(&planned).contains("create  api/shop") && out(&planned).contains("server/orders"), "{}", out(&planned));
    assert!(out(&planned).contains("set, from env SHOP_KEY"), "{}", out(&planned));
    assert_eq!(machine.json(&["apis", "list"]), json!([]), "a dry run does nothing");
    let missing = machine.run(&APPLY).env_remove("SHOP_KEY").assert().code(2);
    assert!(
        err(&missing).contains("api/shop: ") && err(&missing).contains("`SHOP_KEY`, which is not set"),
        "{}",
        err(&missing)
    );
    assert_eq!(machine.json(&["apis", "list"]), json!([]), "secrets are read before anything is changed");

    let made = apply(&machine, &[]).success();
    let said = err(&made);
    assert!(said.contains("created api/shop: revision 1 with 2 tools is current, key is set"), "{said}");
    assert!(said.contains("created server/orders: version 1 with 1 tools") && said.contains("it is served"), "{said}");
    assert!(!(out(&made) + &said).contains("sesame"));
    let called = machine.run(&["servers", "call", "orders", "list_orders"]).assert().success();
    assert!(out(&called).contains("GET /orders?limit=5"), "{}", out(&called));
    let api = machine.json(&["apis", "show", "shop"]);
    assert_eq!(
        (&api["name"], &api["managed_by"], &api["tags"]),
        (&json!("The Shop"), &json!("apply"), &json!(["demo"]))
    );
    assert_eq!(api["settings"]["probe_every"], Value::Null);

    let events = machine.json(&["events", "--limit", "1"]);
    let again = apply(&machine, &[]).success();
    assert!(err(&again).contains("nothing to do: 2 unchanged") && out(&again).is_empty(), "{}", err(&again));
    machine.run(&["apply", "-f", "hub", "--dry-run"]).assert().success();
    assert_eq!(machine.json(&["events", "--limit", "1"]), events, "nothing happened in the hub");
    assert_eq!(versions(&machine, "orders"), 1);
}

#[test]
fn what_changes_in_files_changes_in_the_hub() {
    let (_hub, machine) = prepared();
    apply(&machine, &[]).success();
    let id = machine.json(&["servers", "show", "orders"])["id"].clone();
    // The settings are in force at once; the design makes a version, which is served.
    let changed = RESOURCES.replace("callSeconds: 20", "callSeconds: 30").replace("title: Orders", "title: All orders");
    write(&machine, "hub/shop.yaml", &changed);
    let planned = machine.run(&["apply", "-f", "hub", "--dry-run", "--json"]).assert().code(4);
    let planned: Value = serde_json::from_str(&out(&planned)).unwrap();
    let step = &planned["plan"][1];
    assert_eq!((&planned["plan"][0]["action"], &step["action"]), (&json!("unchanged"), &json!("update")));
    let fields: Vec<&str> =
        step["changes"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["design.sources[0].curation.tools.GET /orders.title", "settings.callSeconds", "version"]);
    let updated = apply(&machine, &[]).success();
    assert!(err(&updated).contains("updated server/orders: version 2 with 1 tools"), "{}", err(&updated));
    let server = machine.json(&["servers", "show", "orders"]);
    assert_eq!((&server["id"], &server["settings"]["call_seconds"]), (&id, &json!(30)));
    assert_eq!(server["deployment"]["version"], server["latest_version"]);

    // A changed document is a revision, and the servers made of it get a version.
    let document = shop(&upstream()).replace("listOrders", "allOrders");
    write(&machine, "hub/documents/shop.json", &document);
    let moved = apply(&machine, &[]).success();
    assert!(err(&moved).contains("updated api/shop: revision 2 with 2 tools is current"), "{}", err(&moved));
    assert!(err(&moved).contains("updated server/orders: version 3"), "{}", err(&moved));
    assert!(err(&apply(&machine, &[]).success()).contains("nothing to do"));
    // Without the setting it waits for approval, and nothing moves.
    write(&machine, "hub/shop.yaml", &changed.replace("autoApprove: true", "autoApprove: false"));
    write(&machine, "hub/documents/shop.json", &document.replace("allOrders", "someOrders"));
    let waits = apply(&machine, &[]).success();
    assert!(err(&waits).contains("revision 3 with 2 tools waits for approval"), "{}", err(&waits));
    assert!(err(&apply(&machine, &[]).success()).contains("nothing to do"));
    assert_eq!(versions(&machine, "orders"), 3);
    write(&machine, "hub/shop.yaml", &changed);
    let approved = apply(&machine, &[]).success();
    assert!(
        err(&approved).contains("revision 3 is current") && err(&approved).contains("version 4"),
        "{}",
        err(&approved)
    );

    write(&machine, "hub/shop.yaml", &changed.replace("deployment: {}", "deployment: { wanted: false }"));
    assert!(err(&apply(&machine, &[]).success()).contains("it is not served any more"));
    write(&machine, "hub/shop.yaml", &changed);
    assert!(err(&apply(&machine, &[]).success()).contains("it is served"));
    let rotated = apply(&machine, &["--credentials", "always"]).success();
    assert!(err(&rotated).contains("updated api/shop: key is set"), "{}", err(&rotated));
}

#[test]
fn what_is_in_no_file_any_more_is_pruned_when_that_is_asked_for() {
    let (_hub, machine) = prepared();
    machine.run(&["apis", "add", "-", "--name", "By hand"]).write_stdin(shop(&upstream())).assert().success();
    apply(&machine, &[]).success();
    let (api, _) = RESOURCES.split_once("---\n").unwrap();
    let (api, server) = (api.to_owned(), RESOURCES.to_owned());
    write(&machine, "hub/shop.yaml", &api);
    assert!(err(&apply(&machine, &[]).success()).contains("nothing to do"), "nothing is deleted unasked");
    let others = apply(&machine, &["--prune", "--manager", "others", "--adopt", "--dry-run"]).code(4);
    assert!(!out(&others).contains("delete") && out(&others).contains("managedBy"), "{}", out(&others));
    let foreign = apply(&machine, &["--manager", "others"]).code(3);
    assert!(
        err(&foreign).contains("api/shop: it is managed by `apply`") && err(&foreign).contains("--adopt"),
        "{}",
        err(&foreign)
    );
    let pruned = apply(&machine, &["--prune"]).success();
    assert!(err(&pruned).contains("deleted server/orders"), "{}", err(&pruned));
    assert_eq!(machine.json(&["servers", "list"]), json!([]));

    // An API that something in the files, or somebody else, needs is not deleted.
    apply(&machine, &[]).success();
    write(&machine, "hub/shop.yaml", &server);
    apply(&machine, &[]).success();
    write(&machine, "hub/shop.yaml", server.split_once("---\n").unwrap().1);
    let document = machine.folder().join("hub/documents/shop.json");
    std::fs::rename(&document, machine.folder().join("shop.json")).unwrap();
    let needed = apply(&machine, &["--prune"]).code(3);
    assert!(err(&needed).contains("the API `shop` would be deleted by --prune"), "{}", err(&needed));
    let other = "apiVersion: mcphub.dev/v1\nkind: McpServer\nmetadata: { name: other }\nspec: { design: { sources: [{ api: by-hand }] } }\n";
    write(&machine, "hub/shop.yaml", other);
    std::fs::rename(machine.folder().join("shop.json"), &document).unwrap();
    // What lies in the folder and is neither a resource nor a document of one is no mistake that is passed over.
    assert!(
        err(&apply(&machine, &["--prune"]).code(3)).contains("shop.json, document 1 (line 1): this is no resource")
    );
    std::fs::remove_dir_all(machine.folder().join("hub/documents")).unwrap();
    let left = apply(&machine, &["--prune"]).success();
    assert!(err(&left).contains("deleted server/orders") && err(&left).contains("deleted api/shop"), "{}", err(&left));
    assert!(
        err(&left).contains("created server/other: version 1") && err(&left).contains("it is not deployed"),
        "{}",
        err(&left)
    );
    let apis = machine.json(&["apis", "list"]);
    assert_eq!((apis.as_array().unwrap().len(), &apis[0]["slug"]), (1, &json!("by-hand")));
}

#[test]
fn files_that_cannot_be_followed_change_nothing() {
    let (_hub, machine) = prepared();
    let api = "apiVersion: mcphub.dev/v1\nkind: McpApi\nmetadata: { name: pets }\nspec: { source: { url: 'http://127.0.0.1:1/x' } }\n";
    let server = "apiVersion: mcphub.dev/v1\nkind: McpServer\nmetadata: { name: shop }\nspec: { design: { sources: [{ api: pets }] } }\n";
    for (text, words) in [
        (
            format!("{api}---\n{}", server.replace("sources", "sauces")),
            "hub.yaml, document 2 (line 9): unknown field `sauces`",
        ),
        (format!("{api}---\n{api}"), "api/pets is in hub.yaml, document 1 (line 1) already"),
        (server.to_owned(), "the API `pets` is neither in these files nor in the hub; add an McpApi"),
        (api.replace("url: 'http://127.0.0.1:1/x'", "file: gone.yaml"), "the file gone.yaml cannot be read"),
        (api.replace("} }", "}, credentials: [{ scheme: a, value: s3cret }] }"), "a secret does not stand in a file"),
        (api.replace("kind: McpApi", "kind: Deployment"), "choose McpApi or McpServer"),
        (api.replace("/v1", "/v2"), "this mcphub reads mcphub.dev/v1"),
        ("a: {".to_owned(), "hub.yaml, document 1 (line "),
        ("# nothing\n".to_owned(), "there is no resource"),
    ] {
        write(&machine, "hub.yaml", &text);
        let refused = machine.run(&["apply", "-f", "hub.yaml", "--yes"]).assert().code(3);
        let said = err(&refused);
        assert!(said.contains(words) && said.contains("nothing was changed"), "{text}\n{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
    machine.run(&["apply", "-f", "nowhere.yaml"]).assert().code(3);
    machine.run(&["apply"]).assert().code(2);
    assert_eq!((machine.json(&["apis", "list"]), machine.json(&["servers", "list"])), (json!([]), json!([])));
}

#[test]
fn what_fails_costs_no_other() {
    let (_hub, machine) = prepared();
    let bad = "apiVersion: mcphub.dev/v1\nkind: McpApi\nmetadata: { name: a-bad }\nspec: { source: { document: just words } }\n---\n\
               apiVersion: mcphub.dev/v1\nkind: McpServer\nmetadata: { name: a-worse }\nspec: { design: { sources: [{ api: a-bad }] } }\n";
    write(&machine, "hub/bad.yaml", bad);
    let some = apply(&machine, &[]).code(1);
    let said = err(&some);
    assert!(
        said.contains("failed api/a-bad: no revision was made") && said.contains("failed server/a-worse"),
        "{said}"
    );
    assert!(said.contains("created api/shop") && said.contains("created server/orders"), "{said}");
    assert!(said.contains("2 done, 2 failed"), "{said}");
    // What was left half done is gone on with.
    let document = shop(&upstream()).replace('\n', " ");
    write(&machine, "hub/bad.yaml", &bad.replace("just words", &format!("'{}'", document.replace('\'', "''"))));
    let mended = apply(&machine, &[]).success();
    assert!(
        err(&mended).contains("updated api/a-bad: revision 1")
            || err(&mended).contains("updated api/a-bad: revision 2"),
        "{}",
        err(&mended)
    );
    assert!(err(&mended).contains("updated server/a-worse: version 1"), "{}", err(&mended));
    assert!(err(&apply(&machine, &[]).success()).contains("nothing to do"));
}

/// Everything in a folder, by its path.
fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// What people make: an API of several documents, one by its address, a server of both that is not deployed.
fn by_hand(machine: &Machine) {
    let root = "openapi: 3.1.0\ninfo: {title: Split, version: '1'}\nservers: [{url: http://127.0.0.1:1}]\npaths:\n  /a: {$ref: 'parts/a.yaml'}\n";
    write(machine, "split/openapi.yaml", root);
    write(machine, "split/parts/a.yaml", "get: {operationId: readA, responses: {'200': {description: ok}}}\n");
    write(machine, "split/unused.yaml", "x: 1\n");
    machine.run(&["apis", "add", "split", "--name", "Split", "--description", "two\nlines"]).assert().success();
    let files = Files::serve(&[("/graph", "type Query { pets(kind: String): [String] }")]);
    machine
        .run(&[
            "apis",
            "add",
            &files.url("/graph"),
            "--slug",
            "graph",
            "--upstream",
            "http://127.0.0.1:1/q",
            "--refresh-every",
            "3600",
        ])
        .assert()
        .success();
    machine
        .run(&["servers", "create", "Both", "--api", "split", "--api", "graph", "--ask", "destructive"])
        .assert()
        .success();
}

/// Every form of what is written says what there is.
fn changes_nothing(machine: &Machine) {
    let same = machine.run(&["apply", "-f", "first"]).assert().success();
    assert!(err(&same).contains("nothing to do: 5 unchanged"), "{}\n{}", err(&same), out(&same));
    let inline = machine.prints(&["export-config"]);
    let same = machine.run(&["apply", "-f", "-"]).write_stdin(inline).assert().success();
    assert!(err(&same).contains("nothing to do: 5 unchanged"), "{}\n{}", err(&same), out(&same));
    let json = machine.prints(&["export-config", "--json"]);
    let same = machine.run(&["apply", "-f", "-"]).write_stdin(json).assert().success();
    assert!(err(&same).contains("nothing to do: 5 unchanged"), "{}", err(&same));
    machine.run(&["export-config", "-o", "one.yaml", "both"]).assert().success();
    let same = machine.run(&["apply", "-f", "one.yaml"]).assert().success();
    assert!(err(&same).contains("nothing to do: 3 unchanged"), "a server brings its APIs: {}", err(&same));
    machine.run(&["export-config", "nothing"]).assert().code(2);
}

#[test]
fn what_is_written_down_makes_the_same_in_another_hub() {
    let (_hub, machine) = prepared();
    apply(&machine, &[]).success();
    by_hand(&machine);
    let first = machine.run(&["export-config", "-o", "first"]).assert().success();
    assert!(err(&first).contains("first has 5 resources"), "{}", err(&first));
    let written = tree(&machine.folder().join("first"));
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "apis/graph.yaml",
            "apis/shop.yaml",
            "apis/shop/shop.json",
            "apis/split.yaml",
            "apis/split/openapi.yaml",
            "apis/split/parts/a.yaml",
            "apis/split/unused.yaml",
            "servers/both.yaml",
            "servers/orders.yaml",
        ]
    );
    let text = String::from_utf8(written.iter().find(|(name, _)| name == "apis/shop.yaml").unwrap().1.clone()).unwrap();
    assert!(text.contains("env: SHOP_KEY") && !text.contains("sesame"), "{text}");
    changes_nothing(&machine);

    let (_other_hub, other) = Hub::signed_in();
    let folder = machine.folder().join("first");
    let folder = folder.to_str().unwrap();
    let made = other.run(&["apply", "-f", folder, "--yes", "--credentials", "never"]).assert().success();
    assert!(err(&made).contains("5 done, 0 failed"), "{}", err(&made));
    let same = other.run(&["apply", "-f", folder, "--credentials", "never"]).assert().success();
    assert!(err(&same).contains("nothing to do"), "{}", err(&same));
    for server in ["orders", "both"] {
        let digest = |machine: &Machine| machine.json(&["servers", "versions", server])[0]["digest"].clone();
        assert_eq!(digest(&machine), digest(&other), "{server}");
    }
    machine.run(&["credentials", "delete", "shop", "key"]).assert().success();
    machine.run(&["export-config", "-o", "before"]).assert().success();
    other.run(&["export-config", "-o", "after"]).assert().success();
    assert_eq!(tree(&machine.folder().join("before")), tree(&other.folder().join("after")));
}
