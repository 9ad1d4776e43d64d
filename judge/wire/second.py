"""The second judge: openapi-core on the original document, for requests that Prism rejects or cannot judge.

second.py QUESTION ANSWER: for each document and call, {"verdict": "valid" | "invalid" | "cannot", "words": ...}
"""
import base64
import json
import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.exceptions import PathError
from werkzeug.datastructures import Headers, ImmutableMultiDict


class Sent:
    """A request as it arrived, in openapi-core's words; the host is the document's own server."""

    def __init__(self, request, base):
        parts = urlsplit(request["url"])
        self.host_url = base
        self.path = parts.path
        self.full_url_pattern = base + parts.path
        self.method = request["method"].lower()
        headers = Headers(request["headers"])
        self.content_type = request["headers"].get("content-type", "")
        self.body = base64.b64decode(request["body_base64"]) or None
        cookies = dict(p.strip().split("=", 1) for p in request["headers"].get("cookie", "").split(";") if "=" in p)
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True)), header=headers, cookie=cookies)


def bases(document):
    """Base URLs under which the document's paths are found; the runner replaced them all by its own."""
    found = []
    for server in document.get("servers") or []:
        url = server.get("url", "")
        for name, variable in (server.get("variables") or {}).items():
            url = url.replace("{%s}" % name, str(variable.get("default", "")))
        if "://" in url:
            found.append(url.rstrip("/"))
    return found


def judge(api, base, request):
    try:
        api.validate_request(Sent(request, base))
    except PathError as error:
        return {"verdict": "cannot", "words": f"{type(error).__name__}: {error}"}
    except OpenAPIError as error:
        cause = error.__cause__ or error
        if type(error).__name__ == "SpecError":  # Swagger 2.0, which it can read but not judge by
            return {"verdict": "cannot", "words": f"SpecError: {error}"}
        details = getattr(cause, "schema_errors", None)
        first = next(iter(details), None) if details else None
        words = f"{type(error).__name__}: {cause}" + (f": {list(first.path)} {first.message}" if first is not None else "")
        sent = request["headers"].get("content-type", "")
        if "RequestBody" in type(error).__name__ and ("xml" in sent or "yaml" in sent) and "is not of type" in words:
            # It reads neither XML nor YAML bodies, so it holds the text itself against the schema.
            return {"verdict": "cannot", "words": "no reader for " + sent}
        return {"verdict": "invalid", "words": words[:600]}
    return {"verdict": "valid"}


def document(entry):
    path = Path(entry["file"])
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        content = json.loads(text)
    else:
        import yaml
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    # One server that fits whatever the path: per-path servers are the runner's to replace.
    base = "http://judge.example"
    if "swagger" in content:
        content.update(host="judge.example", schemes=["http"])
        content.pop("basePath", None)
    else:
        content["servers"] = [{"url": base}]
    for item in content.get("paths", {}).values():
        if isinstance(item, dict):
            item.pop("servers", None)
            for operation in item.values():
                if isinstance(operation, dict):
                    operation.pop("servers", None)
    api = OpenAPI.from_dict(content, base_uri=path.resolve().as_uri()) if hasattr(OpenAPI, "from_dict") else OpenAPI(content)
    return api, base


def main(question, answer):
    verdicts = []
    for entry in json.load(open(question, encoding="utf-8")):
        try:
            api, base = document(entry)
        except Exception as error:  # a document that it cannot read is no verdict on a request
            verdicts.append([{"verdict": "cannot", "words": f"{type(error).__name__}: {str(error)[:200]}"}] * len(entry["calls"]))
            continue
        row = []
        for call in entry["calls"]:
            try:
                row.append(judge(api, base, call["request"]))
            except Exception as error:
                row.append({"verdict": "cannot", "words": f"{type(error).__name__}: {str(error)[:300]}"})
        verdicts.append(row)
    with open(answer, "w", encoding="utf-8") as out:
        json.dump(verdicts, out)


if __name__ == "__main__":
    sys.setrecursionlimit(20_000)
    os.environ.setdefault("NO_PROXY", "*")
    main(*sys.argv[1:3])
