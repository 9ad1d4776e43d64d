"""Makes a deployed server in a hub that was just started, for the harness: with authentication, limits and records, as users have it."""
import json
import re
import time
import urllib.error
import urllib.request

PASSWORD = "kestrel-Orchid-19!wPz7"
EMAIL = "bench@example.com"
LIMITS = {"calls_per_minute": 10_000_000, "caller_calls_per_minute": 10_000_000}


def load(spec, log):
    """What the harness calls once the process runs: `log` is where its standard error goes, `spec` a file of an OpenAPI document."""
    def hub(peer, limit):
        base, token = f"http://127.0.0.1:{peer.port}/api/v1", None

        def ask(method, path, body=None):
            headers = {"content-type": "application/json", **({"authorization": f"Bearer {token}"} if token else {})}
            data = None if body is None else json.dumps(body).encode()
            request = urllib.request.Request(base + path, data=data, method=method, headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{method} {path}: {error.code} {error.read()[:500]}") from error

        setup = waited(log, limit)
        ask("POST", "/setup", {"token": setup, "email": EMAIL, "name": "Bench", "password": PASSWORD})
        token = ask("POST", "/sessions", {"email": EMAIL, "password": PASSWORD})["access_token"]
        at = f"/organisations/{ask('POST', '/organisations', {'name': 'Team', 'slug': 'team'})['id']}"
        with open(spec, encoding="utf-8") as file:
            source = {"type": "text", "text": file.read()}
        api = ask("POST", f"{at}/apis", {"name": "ops", "source": source, "settings": {"upstream": "http://127.0.0.1:9100/v1"}})
        job = ask("GET", f"{at}/jobs/{api['job']}?wait=60")
        if job["state"] != "succeeded":
            raise SystemExit(f"the document was not compiled: {job}")
        design = {"sources": [{"api": api["id"]}], "discovery": "list"}
        server = ask("POST", f"{at}/servers", {"name": "ops", "slug": "ops", "design": design, "settings": LIMITS})
        ask("POST", f"{at}/servers/{server['id']}/versions", {})
        ask("PUT", f"{at}/servers/{server['id']}/deployment", {})
        ask("GET", f"{at}/servers/{server['id']}/deployment?wait=60")
        key = ask("POST", f"{at}/api-keys", {"name": "bench", "scopes": ["servers:call"]})["key"]
        peer.url, peer.headers = f"http://127.0.0.1:{peer.port}/mcp/team/ops", [f"Authorization: Bearer {key}"]
        return {"run": "load", "label": peer.name, "url": peer.url, "ok": True}
    return hub


def waited(log, limit):
    """The token of the first start."""
    end = time.time() + limit
    while time.time() < end:
        with open(log, encoding="utf-8", errors="replace") as file:
            found = re.search(r"setup\?token=(\S+)\n", file.read())
        if found:
            return found[1]
        time.sleep(0.1)
    raise SystemExit(f"the hub did not start: see {log}")
