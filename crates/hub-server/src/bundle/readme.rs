//! The words inside a bundle, for whoever opens it.

use hub_store::servers::published::Published;

use super::Bundle;

pub(super) fn text(bundle: &Bundle<'_>) -> String {
    let Bundle { served, url, is_closed, .. } = bundle;
    let Published { name, description, organisation_name, .. } = served;
    let mut text = format!("# {name}\n\n");
    if !description.is_empty() {
        text.push_str(&format!("{description}\n\n"));
    }
    text.push_str(&format!(
        "An MCP server of {organisation_name}, at {url}. This bundle is for clients that start servers on the same machine, such as Claude \
Desktop: open it there, and it is installed. `server/index.js` reads messages from its standard input, sends them to that address, and \
writes the answers to its standard output. It needs Node.js 18 or later, and nothing else.\n\n"
    ));
    text.push_str(match is_closed {
        true => {
            "The client asks for an API key when the bundle is installed. It is sent to that address and nowhere else; there is none in \
the bundle. Without a client:\n\n    MCP_KEY=… "
        }
        false => "The server wants no key. Without a client:\n\n    ",
    });
    text.push_str(&format!("MCP_URL={url} node server/index.js\n"));
    text
}
