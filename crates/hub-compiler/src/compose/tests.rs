//! Servers of one part and of several.

use hub_model::{
    Blueprint,
    curation::{Curation, Pick, ToolEdit, Which},
};

use super::{Part, Words, compose, fingerprints};
use crate::{Documents, Options, compile};

fn blueprint(title: &str) -> Blueprint {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\nservers: [{{url: https://{title}.example}}]\n\
         components: {{securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}}}\nsecurity: [{{key: []}}]\n\
         paths:\n  /things:\n    get: {{operationId: listThings, responses: {{'200': {{description: ok}}}}}}\n\
         \x20   post: {{operationId: makeThing, responses: {{'200': {{description: ok}}}}}}\n"
    );
    compile(&Documents::new("a.yaml", text.into()), &Options::default()).blueprint.unwrap()
}

fn part(title: &str, curation: Curation) -> Part {
    Part { space: String::new(), blueprint: blueprint(title), curation }
}

fn names(blueprint: &Blueprint) -> Vec<&str> {
    blueprint.tools.iter().map(|tool| tool.name.as_str()).collect()
}

#[test]
fn one_part_keeps_its_names_and_secrets() {
    let words = Words { title: "My server".to_owned(), instructions: Some("Be kind.".to_owned()), ..Words::default() };
    let composed = compose(&words, vec![part("shop", Curation::default())]).unwrap();
    assert_eq!(names(&composed.blueprint), ["list_things", "make_thing"]);
    assert_eq!(composed.blueprint.title, "My server");
    assert_eq!(composed.blueprint.instructions, "Be kind.");
    assert!(composed.blueprint.schemes.contains_key("key"));
    assert_eq!(composed.spaces, [""]);
}

#[test]
fn several_parts_have_name_spaces_of_their_own() {
    let renamed = ToolEdit { name: Some("browse".to_owned()), ..ToolEdit::default() };
    let curation = Curation {
        picks: vec![Pick { out: false, which: Which::Glob("list_*".to_owned()) }],
        tools: [("GET /things".to_owned(), renamed)].into(),
        ..Curation::default()
    };
    let parts = vec![part("shop", Curation::default()), part("shop", curation)];
    let composed = compose(&Words::default(), parts).unwrap();
    assert_eq!(composed.spaces, ["shop", "shop2"]);
    assert_eq!(names(&composed.blueprint), ["shop_list_things", "shop_make_thing", "shop2_browse"]);
    assert_eq!(composed.blueprint.schemes.keys().collect::<Vec<_>>(), ["shop.key", "shop2.key"]);
    assert!(composed.conflicts.is_empty());
}

#[test]
fn what_does_not_fit_is_told_with_its_part() {
    let gone = Curation { tools: [("GET /gone".to_owned(), ToolEdit::default())].into(), ..Curation::default() };
    let composed = compose(&Words::default(), vec![part("a", Curation::default()), part("b", gone)]).unwrap();
    assert_eq!(composed.conflicts.len(), 1);
    assert_eq!(composed.conflicts[0].0, 1);
    assert_eq!(composed.conflicts[0].1.code, "operation-gone");
}

#[test]
fn a_server_may_have_no_tools_and_none_without_parts() {
    let nothing =
        Curation { picks: vec![Pick { out: false, which: Which::Tag("x".to_owned()) }], ..Curation::default() };
    for parts in [vec![part("a", nothing.clone())], vec![part("a", nothing.clone()), part("b", nothing)]] {
        assert!(compose(&Words::default(), parts).unwrap().blueprint.tools.is_empty());
    }
    assert!(compose(&Words::default(), Vec::new()).is_none());
}

#[test]
fn a_fingerprint_changes_with_what_a_client_sees_and_nothing_else() {
    let before = blueprint("shop");
    let mut words = before.clone();
    words.tools[0].description = "other".to_owned();
    let mut place = before.clone();
    place.tools[0].origin.place = "#/elsewhere".to_owned();
    let (before, words, place) = (fingerprints(&before), fingerprints(&words), fingerprints(&place));
    assert_ne!(before["list_things"], words["list_things"]);
    assert_eq!(before["make_thing"], words["make_thing"]);
    assert_eq!(before, place);
}
