//! Pages that merely show a document: every viewer that people meet, as its pages are served.

use serde_json::Value;

use crate::support::{Files, mcphub};

fn compiled(arguments: &[&str]) -> Value {
    let output = mcphub().arg("compile").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A document whose one operation is called `the_one`.
const DOCUMENT: &str = r#"{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{"/a":{"get":{"operationId":"the_one","responses":{}}}}}"#;

#[test]
fn pages_that_show_a_document_lead_to_it() {
    let swagger_ui = "<!doctype html><html><div id=\"swagger-ui\"></div><script src=\"./swagger-ui-bundle.js\"></script><script src=\"./INIT\"></script>";
    let spring = swagger_ui.replace("INIT", "swagger-initializer.js");
    let initializer = "window.ui = SwaggerUIBundle({ url: \"https://petstore.swagger.io/v2/swagger.json\", \"configUrl\" : \"/v3/api-docs/swagger-config\" })";
    let express = format!("window.onload = function() {{ var options = {{ \"swaggerDoc\": {DOCUMENT} }}; }}");
    let redoc = format!("<!doctype html><script>const __redoc_state = {{\"spec\":{{\"data\":{DOCUMENT}}}}};</script>");
    let scalar = format!("<!doctype html><script id=\"api-reference\" type=\"application/json\">{DOCUMENT}</script>");
    let swashbuckle = swagger_ui.replace("INIT", "index.js");
    let escaped = DOCUMENT.replace('"', "&quot;");
    let pages = [
        ("/spring/index.html", spring),
        ("/express/", swagger_ui.replace("INIT", "swagger-ui-init.js")),
        ("/net/index.html", swashbuckle),
        ("/redoc", redoc),
        ("/redoc/tag", "<!doctype html><redoc spec-url='/v3/api-docs'></redoc>".to_owned()),
        ("/redoc/bare", "<!doctype html><redoc spec-url=/v3/api-docs></redoc>".to_owned()),
        ("/redoc/script", "<!doctype html><script>Redoc.init('/v3/api-docs', {}, x)</script>".to_owned()),
        ("/redoc/inline", format!("<!doctype html><script>Redoc.init({DOCUMENT}, {{}}, x)</script>")),
        ("/scalar", scalar),
        ("/scalar/tag", "<!doctype html><script id=\"api-reference\" data-url=\"/v3/api-docs\"></script>".to_owned()),
        ("/scalar/script", "<!doctype html><script>Scalar.createApiReference('#app', { url: '/bare' })</script>".to_owned()),
        ("/scalar/set", format!("<!doctype html><script id=x data-configuration=\"{{&quot;spec&quot;:{{&quot;content&quot;:{escaped}}}}}\"></script>")),
        ("/ui/inline", format!("<!doctype html><script>SwaggerUIBundle({{ spec: {DOCUMENT}, dom_id: '#x' }})</script>")),
        ("/ui/several", "<!doctype html><script>SwaggerUIBundle({ urls: [{ url: \"/v3/api-docs\", name: \"a\" }, { url: \"/b\", name: \"b\" }] })</script>".to_owned()),
        ("/ui/django", "<!doctype html><script>SwaggerUIBundle({ url: \"/bare\", dom_id: '#x' })</script>".to_owned()),
        ("/ui/php", "<!doctype html><script id=\"swagger-data\" type=\"application/json\">{\"spec\":DOC}</script>".replace("DOC", DOCUMENT)),
        ("/ui/slashes", "<!doctype html><script>SwaggerUIBundle({\"url\":\"\\/v3\\/api-docs\"})</script>".to_owned()),
        ("/fast", "<!doctype html><script>const ui = SwaggerUIBundle({ url: '/v3/api-docs' })</script>".to_owned()),
        ("/rapidoc", "<!doctype html><rapi-doc spec-url=\"v3/api-docs\"></rapi-doc>".to_owned()),
        ("/elements", "<!doctype html><elements-api apiDescriptionUrl=\"/v3/api-docs\" router=\"hash\"/>".to_owned()),
        ("/elements/inline", format!("<!doctype html><elements-api id=\"x\"/><script>x.apiDescriptionDocument = {DOCUMENT};</script>")),
    ];
    let mut served = vec![
        ("/spring/swagger-initializer.js", initializer),
        ("/v3/api-docs/swagger-config", "{\"configUrl\": \"/v3/api-docs/swagger-config\", \"url\": \"/v3/api-docs\"}"),
        ("/v3/api-docs", DOCUMENT),
        ("/bare", DOCUMENT),
        ("/express/swagger-ui-init.js", &express),
        ("/net/index.js", "var configObject = JSON.parse('{\"urls\":[{\"url\":\"/v3/api-docs\",\"name\":\"V1\"}]}');"),
    ];
    served.extend(pages.iter().map(|(path, page)| (*path, page.as_str())));
    let files = Files::serve(&served);
    for (page, _) in &pages {
        assert_eq!(compiled(&[&files.url(page)])["tools"][0]["name"], "the_one", "{page}");
        assert_eq!(compiled(&[&files.url(page), "--kind", "openapi"])["tools"][0]["name"], "the_one", "{page}");
    }
}

#[test]
fn what_a_page_names_and_is_no_document_is_not_taken_for_one() {
    let page = "<!doctype html><redoc></redoc><script>a({ url: '/settings' }); b({ url: '/bare' })</script>";
    let files = Files::serve(&[("/", page), ("/settings", "{\"colour\": \"red\"}"), ("/bare", DOCUMENT)]);
    assert_eq!(compiled(&[&files.url("/")])["tools"][0]["name"], "the_one");
    let page = "<!doctype html><h1>Welcome</h1><script>fetch({ url: '/bare' })</script>";
    let files = Files::serve(&[("/", page), ("/bare", DOCUMENT)]);
    mcphub().args(["compile", &files.url("/")]).assert().code(3);
    assert_eq!(*files.asked.lock().unwrap(), ["/"]);
}
