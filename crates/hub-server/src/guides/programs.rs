//! Programs of one's own: OpenAI's Responses API and Agents SDK, LangChain.

use serde_json::{Value, json};

use super::{Guide, Told, file, pretty};

pub(super) fn guides(told: &Told) -> Vec<Guide> {
    vec![responses(told), agents(told), langchain(told)]
}

fn responses(told: &Told) -> Guide {
    let Told { slug, description, url, .. } = told;
    let mut tool = json!({ "type": "mcp", "server_label": slug, "server_url": url, "server_description": description, "require_approval": "always" });
    if let (Some(bearer), Some(members)) = (told.bearer(), tool.as_object_mut()) {
        // It is sent as a bearer token.
        members.insert("authorization".to_owned(), Value::from(bearer.trim_start_matches("Bearer ")));
    }
    let steps = vec![file("tools[].json", pretty(&tool))];
    Guide { id: "openai-responses", title: "OpenAI Responses API", steps }
}

/// A dictionary of Python: strings of JSON are strings of Python as well, and here is nothing but strings.
fn parameters(told: &Told, members: Value) -> String {
    told.entry(members, told.bearer()).to_string()
}

fn agents(told: &Told) -> Guide {
    let params = parameters(told, json!({ "url": told.url }));
    let code = format!(
        "from agents import Agent, Runner\nfrom agents.mcp import MCPServerStreamableHttp\n\nasync with MCPServerStreamableHttp(params={params}, cache_tools_list=True) as server:\n    agent = Agent(name=\"assistant\", mcp_servers=[server])\n    result = await Runner.run(agent, \"What can you do?\")\n"
    );
    Guide { id: "openai-agents", title: "OpenAI Agents SDK", steps: vec![file("agent.py", code)] }
}

fn langchain(told: &Told) -> Guide {
    let entry = parameters(told, json!({ "transport": "http", "url": told.url }));
    let code = format!(
        "from langchain_mcp_adapters.client import MultiServerMCPClient\n\nclient = MultiServerMCPClient({{{}: {entry}}})\ntools = await client.get_tools()\n",
        json!(told.slug)
    );
    Guide { id: "langchain", title: "LangChain", steps: vec![file("client.py", code)] }
}
