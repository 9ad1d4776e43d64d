//! Names: what they look like, and what never changes them.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;

fn named(id: &str) -> String {
    candidate(&NameHints { key: "GET /x", id: Some(id), verb: "GET", path: "/x" })
}

fn routed(route: &str) -> String {
    let (verb, path) = route.split_once(' ').unwrap();
    candidate(&NameHints { key: route, id: None, verb, path })
}

#[test]
fn from_an_operation_id() {
    for (id, expected) in [
        ("listPets", "list_pets"),
        ("getApiV2UsersByIdUsingGET", "get_api_v2_users_by_id"),
        ("getUsersUsingGET_1", "get_users_1"),
        ("PetsController_findAll", "pets_find_all"),
        ("pets/list-for-user", "pets_list_for_user"),
        ("gmail.users.messages.list", "gmail_users_messages_list"),
        ("getHTTPResponse", "get_http_response"),
        ("listAPIs", "list_apis"),
        ("2fa", "get_2fa"),
        ("x", "get_x"),
        ("Créer une tâche", "creer_une_tache"),
        ("Übersicht", "uebersicht"),
        ("get pet  by Id", "get_pet_by_id"),
        ("user'sList", "users_list"),
    ] {
        assert_eq!(named(id), expected, "{id}");
    }
}

#[test]
fn fast_api_ids_lose_their_route() {
    let hint = NameHints {
        key: "GET /items/{item_id}",
        id: Some("read_item_items__item_id__get"),
        verb: "GET",
        path: "/items/{item_id}",
    };
    assert_eq!(candidate(&hint), "read_item");
}

#[test]
fn letters_that_cannot_be_kept_leave_a_mark() {
    let name = named("获取用户");
    assert!(name.starts_with("get_x_") && name.len() == 12, "{name}");
    assert_ne!(name, candidate(&NameHints { key: "GET /y", id: Some("获取用户"), verb: "GET", path: "/x" }));
    assert!(named("get用户").starts_with("get_"));
}

#[test]
fn from_method_and_path() {
    for (route, expected) in [
        ("GET /pets", "list_pets"),
        ("GET /pets/{id}", "get_pet"),
        ("GET /pets/{petId}", "get_pet"),
        ("GET /pets/{name}", "get_pet_by_name"),
        ("GET /pets/{petId}/toys", "list_pet_toys"),
        ("GET /pets/{petId}/toys/{toyId}", "get_pet_toy"),
        ("GET /repos/{owner}/{repo}", "get_repo_by_owner"),
        ("POST /pets", "create_pet"),
        ("POST /orders/{id}/cancel", "cancel_order"),
        ("POST /v1/documents/{id}:publish", "publish_document"),
        ("PUT /pets/{id}", "replace_pet"),
        ("PATCH /pets/{id}", "update_pet"),
        ("DELETE /pets/{id}", "delete_pet"),
        ("GET /api/v1/users.json", "list_users"),
        ("GET /v2/users", "list_v2_users"),
        ("GET /status", "get_status"),
        ("GET /addresses/{id}", "get_address"),
        ("GET /", "get_root"),
        ("PURGE /cache", "purge_cache"),
        ("GET ", "get_root"),
    ] {
        assert_eq!(routed(route), expected, "{route}");
    }
}

#[test]
fn long_names_drop_fillers_and_are_cut_at_words() {
    let name = named("getTheListOfAllOrganizationMembersForTheInvitationOfTheTeam");
    assert_eq!(name.rsplit_once('_').unwrap().0, "get_list_all_organization_members");
    assert!(name.len() <= LONGEST_TOOL_NAME);
    let kubernetes = named("replacePolicyV1beta1NamespacedPodDisruptionBudget");
    assert!(kubernetes.starts_with("replace_policy_pod_disruption_"), "{kubernetes}");
    let endless = named(&"a".repeat(5_000));
    assert_eq!(endless.len(), LONGEST_TOOL_NAME);
}

#[test]
fn the_first_keeps_a_bare_name_and_pins_come_before_it() {
    let hint = |key| NameHints { key, id: Some("list"), verb: "GET", path: "/a" };
    let hints = [hint("GET /a"), hint("GET /b"), hint("GET /c")];
    let names = assign(&hints, &BTreeMap::new());
    assert_eq!(names[0], "list");
    assert!(names[1].starts_with("list_") && names[2].starts_with("list_") && names[1] != names[2]);
    let pinned = BTreeMap::from([("GET /c".to_owned(), "list".to_owned())]);
    let with_pin = assign(&hints, &pinned);
    assert_eq!(with_pin[2], "list");
    assert_ne!(with_pin[0], "list");
    assert_eq!(with_pin[1], names[1]);
}

#[test]
fn slugs() {
    for (title, expected) in [
        ("Swagger Petstore - OpenAPI 3.0", "swagger-petstore"),
        ("GitHub v3 REST API", "github"),
        ("The Slack Web API", "slack-web"),
        ("Amazon Simple Storage Service", "amazon-simple"),
        ("1Password Connect", "api-1password"),
        ("Internationalization", "internationaliza"),
        ("", "api"),
    ] {
        let slug = server_slug(title);
        assert_eq!(slug, expected, "{title}");
        assert!(slug.len() <= 16);
    }
    assert!(server_slug("宠物店").starts_with("api-"));
}

#[test]
fn arguments_keep_legal_names_and_share_by_place() {
    let wire = [
        ("id", "query"),
        ("id", "path"),
        ("id", "body"),
        ("$filter", "query"),
        ("page[size]", "query"),
        ("ids[]", "query"),
        ("2fa", "query"),
        ("page.size", "query"),
        ("X-Request-Id", "header"),
        ("filter", "header"),
        ("", "query"),
        ("id", "query"),
    ]
    .map(|(name, place)| (name.to_owned(), place));
    let names = argument_names(&wire);
    assert_eq!(
        names[..10],
        ["id_query", "id", "id_body", "filter_query", "page_size", "ids", "2fa", "page.size", "X-Request-Id", "filter"]
    );
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
}

#[test]
fn nested_names_are_renamed_only_when_they_must_be() {
    let renames = property_renames(["a b", "a_b", "ok", "@type", "名前", "a b"].into_iter());
    assert_eq!(renames.len(), 3);
    assert_eq!(renames["type"], "@type");
    assert!(renames.iter().any(|(legal, wire)| wire == "a b" && legal.starts_with("a_b_")));
}

fn operation() -> impl Strategy<Value = (String, Option<String>, String, String)> {
    let id = proptest::option::of(prop_oneof!["[a-zA-Z0-9_./ -]{0,60}", "\\PC{0,30}", Just("list".to_owned())]);
    let verb = prop_oneof![Just("GET".to_owned()), Just("POST".to_owned()), "[A-Z]{1,6}", "\\PC{0,4}"];
    (id, verb, "(/[a-z{}0-9]{0,12}){0,5}").prop_map(|(id, verb, path)| (format!("{verb} {path}"), id, verb, path))
}

fn hints(operations: &[(String, Option<String>, String, String)]) -> Vec<NameHints<'_>> {
    operations.iter().map(|(key, id, verb, path)| NameHints { key, id: id.as_deref(), verb, path }).collect()
}

proptest! {
    #[test]
    fn names_are_legal_unique_and_deterministic(operations in proptest::collection::vec(operation(), 0..40)) {
        let names = assign(&hints(&operations), &BTreeMap::new());
        prop_assert_eq!(names.len(), operations.len());
        prop_assert!(names.iter().all(|name| is_legal(name)), "{:?}", names);
        prop_assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        prop_assert_eq!(&names, &assign(&hints(&operations), &BTreeMap::new()));
    }

    #[test]
    fn appending_renames_nobody(operations in proptest::collection::vec(operation(), 1..30), more in operation()) {
        let before = assign(&hints(&operations), &BTreeMap::new());
        let mut longer = operations;
        longer.push(more);
        let after = assign(&hints(&longer), &BTreeMap::new());
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }

    #[test]
    fn inserting_a_stranger_renames_nobody(operations in proptest::collection::vec(operation(), 1..20), at in 0_usize..20) {
        let before = assign(&hints(&operations), &BTreeMap::new());
        let mut longer = operations;
        let at = at.min(longer.len());
        let stranger = ("GET /zzz".to_owned(), Some("aStrangerInTown".to_owned()), "GET".to_owned(), "/zzz".to_owned());
        longer.insert(at, stranger);
        let mut after = assign(&hints(&longer), &BTreeMap::new());
        after.remove(at);
        prop_assert_eq!(before, after);
    }

    #[test]
    fn pinned_names_stay(operations in proptest::collection::vec(operation(), 1..20), which in 0_usize..20) {
        let key = operations[which % operations.len()].0.clone();
        let first = operations.iter().position(|operation| operation.0 == key).unwrap();
        let pinned = BTreeMap::from([(key, "my_own_name".to_owned())]);
        let names = assign(&hints(&operations), &pinned);
        prop_assert_eq!(&names[first], "my_own_name");
    }

    #[test]
    fn argument_names_are_legal_and_unique(names in proptest::collection::vec("\\PC{0,70}|[a-z$\\[\\]]{0,4}", 0..30)) {
        let wire: Vec<(String, &str)> = names.iter().enumerate().map(|(n, name)| (name.clone(), ["path", "query", "body"][n % 3])).collect();
        let made = argument_names(&wire);
        prop_assert!(made.iter().all(|name| arguments::is_legal(name)), "{:?}", made);
        prop_assert_eq!(made.iter().collect::<HashSet<_>>().len(), made.len());
        let renames = property_renames(names.iter().map(String::as_str));
        prop_assert!(renames.keys().all(|name| arguments::is_legal(name) && !names.contains(name)));
    }

    #[test]
    fn slugs_are_legal(title in "\\PC{0,60}") {
        let slug = server_slug(&title);
        prop_assert!(!slug.is_empty() && slug.len() <= 16 && slug.starts_with(|c: char| c.is_ascii_lowercase()));
        prop_assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", slug);
    }
}
