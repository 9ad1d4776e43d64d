"""Makes what a request uses up: an API to be deleted, an invitation to be accepted, a password to be changed."""

import base64
import hashlib
import hmac
import itertools
import json
import struct
import time

import requests

DOCUMENT = "type Query { now: String }"
OTHER = "type Query { now: String later: String }"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class Supply:
    def __init__(self, world):
        self.world = world
        self.numbers = itertools.count()
        self.http = requests.Session()
        self.tokens = {}
        self.passwords = {name: person["password"] for name, person in world["people"].items()}

    def ask(self, method, path, body=None, who="ada", **more):
        """The answer to a request that has to succeed."""
        headers = {"Authorization": f"Bearer {self.token(who)}"} if who else {}
        answer = self.http.request(method, self.world["base"] + path, json=body, headers=headers, timeout=60, **more)
        if answer.status_code >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None

    def here(self, method, path, body=None, **more):
        """The same in the organisation that everything happens in."""
        return self.ask(method, f"/organisations/{self.world['organisation']}{path}", body, **more)

    def number(self):
        return next(self.numbers)

    # People

    def signed_in(self, who):
        """Tokens of a new sign-in."""
        return self.ask("POST", "/sessions", {"email": self.world["people"][who]["email"], "password": self.passwords[who]}, who=None)

    def token(self, who):
        """An access token that still holds for a while."""
        token, until = self.tokens.get(who, (None, 0))
        if until < time.monotonic():
            fresh = self.signed_in(who)
            token = fresh["access_token"]
            self.tokens[who] = (token, time.monotonic() + fresh["expires_in"] / 2)
        return token

    def session(self, who):
        """A sign-in of somebody's, other than the one that is used here."""
        self.signed_in(who)
        sessions = self.ask("GET", "/me/sessions", who=who)["items"]
        return next(one["id"] for one in sessions if not one["is_current"])

    def reset(self):
        return self.ask("POST", f"/admin/users/{self.world['people']['dan']['id']}/password-resets")["token"]

    def second_factor(self, who):
        """A code that confirms a second factor; one from before is taken away."""
        password = {"password": self.passwords[who]}
        self.ask("POST", "/me/second-factor/removal", password, who=who)
        return code(self.ask("POST", "/me/second-factor", password, who=who)["secret"])

    # What an organisation has

    def organisation(self):
        number = self.number()
        return self.ask("POST", "/organisations", {"name": f"Brief {number}", "slug": f"brief-{self.world['pass']}-{number}"})["id"]

    def invitation(self, email=None):
        return self.here("POST", "/invitations", {"email": email or f"guest-{self.number()}@example.com", "role": "viewer"})

    def invitation_of(self, who):
        return self.invitation(self.world["people"][who]["email"])["token"]

    def member(self, who):
        """Somebody who is a member, whether they were or not."""
        members = self.here("GET", "/members?limit=200")["items"]
        user = self.world["people"][who]["id"]
        if not any(one["user"] == user for one in members):
            self.ask("POST", "/invitations/accept", {"token": self.invitation_of(who)}, who=who)
        return user

    def role(self):
        return self.here("POST", "/roles", {"name": f"role {self.world['pass']} {self.number()}", "permissions": ["apis:read"]})["id"]

    def account(self):
        return self.here("POST", "/service-accounts", {"name": f"robot {self.world['pass']} {self.number()}", "role": "viewer"})["id"]

    def key(self):
        return self.here("POST", "/api-keys", {"name": "brief", "scopes": ["apis:read"]})["id"]

    def webhook(self):
        # It hears of nothing that happens here, so that nothing piles up.
        return self.here("POST", "/webhooks", {"name": "brief", "url": f"{self.world['upstream']}/hooks", "kinds": ["nothing."]})["id"]

    def registry(self):
        return self.here("POST", "/registries", {"name": f"brief {self.world['pass']} {self.number()}", "address": "registry.example"})["id"]

    def pushed(self):
        """A tag of an image of its own, in the registry that is there; some name where none is."""
        name, there = f"t{self.number()}", self.world["registryAt"]
        if not there:
            return name
        base, config = f"http://{there}/v2/pets", json.dumps({"judge": name}).encode()
        digest = f"sha256:{hashlib.sha256(config).hexdigest()}"
        begun = self.http.post(f"{base}/blobs/uploads/", timeout=60).headers["Location"]
        self.http.put(f"{begun}&digest={digest}", data=config, headers={"Content-Type": "application/octet-stream"}, timeout=60).raise_for_status()
        described = {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest, "size": len(config)}
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": described, "layers": []}
        self.http.put(f"{base}/manifests/{name}", data=json.dumps(manifest), headers={"Content-Type": MANIFEST}, timeout=60).raise_for_status()
        return name

    def image(self):
        """An image of its own, of the first version of the server that stays."""
        tag, server = f"t{self.number()}", self.world["server"]
        job = self.here("POST", f"/servers/{server}/versions/1/images", {"tag": tag})["job"]
        return self.here("GET", f"/jobs/{job}?wait=30")["result"]["image"]

    # Servers

    def server(self):
        body = {"name": f"brief {self.world['pass']} {self.number()}", "design": {"sources": [{"api": self.world["api"]}]}}
        return self.here("POST", "/servers", body)["id"]

    def deployed(self, canary):
        """A server that is served, some callers having a newer version."""
        server = self.server()
        for _ in range(2):
            self.here("POST", f"/servers/{server}/versions", {})
        wanted = {"version": "1", "canary": {"version": "2", "percent": 10}} if canary else {}
        self.here("PUT", f"/servers/{server}/deployment", wanted)
        return server

    # APIs

    def api(self, text=DOCUMENT):
        return self.here("POST", "/apis", {"source": {"type": "text", "text": text}, "name": "brief"})

    def deleted_api(self):
        api = self.api()["id"]
        self.here("DELETE", f"/apis/{api}")
        return api

    def ended(self, job):
        return self.here("GET", f"/jobs/{job}?wait=30")

    def waiting_revision(self):
        """An API with a revision that waits for approval."""
        api = self.api()
        self.ended(api["job"])
        headers = {"Authorization": f"Bearer {self.token('ada')}", "Content-Type": "application/octet-stream"}
        address = f"{self.world['base']}/organisations/{self.world['organisation']}/uploads"
        upload = self.http.post(address, data=OTHER, headers=headers, timeout=60).json()["id"]
        self.here("PATCH", f"/apis/{api['id']}", {"source": {"type": "upload", "upload": upload}})
        self.ended(self.here("POST", f"/apis/{api['id']}/refreshes")["job"])
        return api["id"]

    def running_job(self):
        """A job that waits for a document that never comes."""
        return self.here("POST", "/apis", {"source": {"type": "url", "url": f"{self.world['upstream']}/never.json"}, "name": "never"})["job"]

    def credential(self, personal):
        self.here("PUT", f"/apis/{self.world['api']}/credentials/key", {"value": "an-upstream-key", "personal": personal})


def code(secret):
    """The one-time code of this half minute (RFC 6238)."""
    text = secret.replace(" ", "").upper()
    key = base64.b32decode(text + "=" * (-len(text) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
