"""What every Python client does at the hub's own server: registers an API, reads its report, and deletes it as far as its user lets it."""
import json


async def visit_hub(tools, call, structured, failed, user):
    tool = next(tool for tool in await tools() if tool.name == "delete_api")
    assert "confirm" in (getattr(tool, "input_schema", None) or tool.inputSchema)["properties"], tool
    source = {"type": "text", "text": "type Query { pets: [String] }"}
    made = structured(await call("register_api", {"source": source, "name": "Visited"}))
    ended = structured(await call("wait_for_job", {"job": made["job"]}))
    assert ended["state"] == "succeeded", ended
    report = json.loads((await call("read_report", {"api": made["id"]})).content[0].text)
    assert report["tools"] == 1, report
    asked = await call("delete_api", {"api": made["id"]})
    said = asked.content[0].text
    assert bool(failed(asked)) == (user != "accept"), said
    if user == "decline":
        assert "the user declined" in said, said
    if user is None:
        assert "`confirm`" in said, said
    # A model's own word counts only where there is nobody to ask.
    confirmed = await call("delete_api", {"api": made["id"], "confirm": made["id"]})
    assert bool(failed(confirmed)) == (user is not None), confirmed.content[0].text
    seen = await call("get_api", {"api": made["id"]})
    assert bool(failed(seen)) == (user != "decline"), seen.content[0].text
