"""How calls are authenticated: exactly the schemes that the API's tools use. Secrets come from the environment and are never shown."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode, urljoin

import anyio

from .request import with_query
from .settings import Settings, SettingsError

if TYPE_CHECKING:
    from .client import Outgoing, Transport

# The schemes that must be applied together, as (scheme, scopes); any one such set is enough. An empty one: none is needed.
Alternatives = Sequence[Sequence[tuple[str, str]]]


class Credential:
    """One credential, ready to be put into a request."""

    def apply(self, outgoing: Outgoing) -> None:
        """Puts it there."""


@dataclass(repr=False)
class Header(Credential):
    """In a header."""

    name: str
    value: str

    def apply(self, outgoing: Outgoing) -> None:
        outgoing.headers[self.name.lower()] = self.value


@dataclass(repr=False)
class Query(Credential):
    """In the query."""

    pair: str

    def apply(self, outgoing: Outgoing) -> None:
        outgoing.target = with_query(outgoing.target, self.pair)


@dataclass(repr=False)
class Cookie(Credential):
    """In a cookie."""

    pair: str

    def apply(self, outgoing: Outgoing) -> None:
        cookies = outgoing.headers.get("cookie", "")
        outgoing.headers["cookie"] = f"{cookies}; {self.pair}" if cookies else self.pair


class CannotAuthenticate(Exception):
    """The request cannot be authenticated; the text is for the model."""


@dataclass(repr=False)
class Digest(Credential):
    """Answers challenges (RFC 7616)."""

    secret: str

    def answer(self, challenges: list[str], method: str, target: str) -> str | None:
        """The `Authorization` that answers the best of the challenges."""
        user, _, password = self.secret.partition(":")
        found = [_challenge(text) for text in challenges if text.lower().startswith("digest ")]
        usable = [one for one in found if _algorithm(one) is not None and "nonce" in one]
        if not usable:
            return None
        one = next((one for one in usable if "SHA-256" in one.get("algorithm", "").upper()), usable[0])
        algorithm = one.get("algorithm", "MD5")

        def digest(*parts: str) -> str:
            return hashlib.new(_algorithm(one) or "md5", ":".join(parts).encode()).hexdigest()

        cnonce, realm, nonce = secrets.token_hex(16), one.get("realm", ""), one["nonce"]
        first = digest(user, realm, password)
        if algorithm.lower().endswith("-sess"):
            first = digest(first, nonce, cnonce)
        qop = "auth" if "auth" in re.split(r"[\s,]+", one.get("qop", "")) else ""
        second = digest(method, target)
        response = digest(first, nonce, "00000001", cnonce, qop, second) if qop else digest(first, nonce, second)
        fields = [f'username="{_quoted(user)}"', f'realm="{_quoted(realm)}"', f'nonce="{_quoted(nonce)}"']
        fields += [f'uri="{target}"', f'response="{response}"']
        fields += [f"algorithm={algorithm}"] if "algorithm" in one else []
        fields += [f'opaque="{_quoted(one["opaque"])}"'] if "opaque" in one else []
        fields += [f'qop={qop}, nc=00000001, cnonce="{cnonce}"'] if qop else []
        return "Digest " + ", ".join(fields)


def _challenge(text: str) -> dict[str, str]:
    pairs = re.findall(r'([A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))', text[7:])
    return {name.lower(): re.sub(r"\\(.)", r"\1", quoted) or plain for name, quoted, plain in pairs}


def _algorithm(challenge: dict[str, str]) -> str | None:
    names = {"MD5": "md5", "MD5-SESS": "md5", "SHA-256": "sha256", "SHA-256-SESS": "sha256"}
    return names.get(challenge.get("algorithm", "MD5").upper())


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


# A token is not used in its last moments: it would expire on the way.
SKEW = 30.0
# For this long a failure is answered without asking again.
PAUSE = 2.0


class Token(Credential):
    """OAuth 2 client credentials (RFC 6749 section 4.4): one token for all calls, fetched again before it expires."""

    def __init__(self, scheme: str, url: str, secret: str, scopes: str) -> None:
        self.scheme, self.url, self.scopes = scheme, url, scopes
        self.client, _, self.password = secret.partition(":")
        self.token: str | None = None
        self.expires = float("inf")
        self.failed: tuple[float, str] | None = None
        self.in_body = False
        self.lock = anyio.Lock()

    def apply(self, outgoing: Outgoing) -> None:
        outgoing.headers["authorization"] = f"Bearer {self.token}"

    def forget(self, token: str | None) -> None:
        """Drops a token that was refused, unless another call has replaced it already."""
        if token == self.token:
            self.token = None

    async def refresh(self, transport: Transport, base: str) -> None:
        """Makes sure that there is a token that is still good."""
        async with self.lock:
            if self.token is not None and time.monotonic() < self.expires:
                return
            if self.failed is not None and time.monotonic() - self.failed[0] < PAUSE:
                raise CannotAuthenticate(self.failed[1])
            try:
                await self._fetch(transport, urljoin(base, self.url))
                self.failed = None
            except CannotAuthenticate as error:
                text = f"no access token for `{self.scheme}`: {error}; the operator has to look into it"
                self.token, self.failed = None, (time.monotonic(), text)
                raise CannotAuthenticate(text) from error

    async def _fetch(self, transport: Transport, url: str) -> None:
        status, body = await self._ask(transport, url)
        # Basic authentication has to be supported, but enough servers take the secret in the body alone.
        if status in (400, 401) and not self.in_body:
            self.in_body = True
            first = (status, body)
            status, body = await self._ask(transport, url)
            if not 200 <= status < 300:
                self.in_body = False
                status, body = first
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not 200 <= status < 300 or not isinstance(token, str) or not token:
            if answer is None and 200 <= status < 300:
                raise CannotAuthenticate("the token endpoint answered no JSON")
            said = answer if isinstance(answer, dict) else {}
            words = [one for one in (said.get("error"), said.get("error_description")) if isinstance(one, str)]
            raise CannotAuthenticate(f"the token endpoint answered {status} {' '.join(words)[:200]}".rstrip())
        assert isinstance(answer, dict)
        try:
            life = min(max(float(answer["expires_in"]), 0.0), 1e8)
            self.expires = time.monotonic() + max(life - SKEW, life / 2)
        except (KeyError, TypeError, ValueError):
            self.expires = float("inf")
        self.token = token

    async def _ask(self, transport: Transport, url: str) -> tuple[int, bytes]:
        form = {"grant_type": "client_credentials"} | ({"scope": self.scopes} if self.scopes else {})
        headers = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}
        if not self.password:
            # A public client has nothing to prove (RFC 6749 section 3.2.1).
            form |= {"client_id": self.client}
        elif self.in_body:
            form |= {"client_id": self.client, "client_secret": self.password}
        else:
            pair = f"{quote_plus(self.client, safe='*')}:{quote_plus(self.password, safe='*')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        try:
            return await transport.post(url, headers, urlencode(form).encode())
        except OSError as error:
            raise CannotAuthenticate(str(error)) from error


@dataclass(frozen=True)
class Scheme:
    """A way to authenticate that the API's document declares."""

    variable: str
    wanted: str
    kind: str
    place: str = ""
    name: str = ""
    token_url: str = ""


SCHEMES: dict[str, Scheme] = {
    "basic": Scheme("AUTH_BASIC", "user:password", "basic"),
    "cookie": Scheme("AUTH_COOKIE", "API key `sid`", "api-key", place="cookie", name="sid"),
    "digest": Scheme("AUTH_DIGEST", "user:password", "http", name="digest"),
    'k"ey': Scheme("AUTH_K_EY", "API key `X-Key`", "api-key", place="header", name="X-Key"),
    "oauth": Scheme("AUTH_OAUTH", "client_id:client_secret or access token", "bearer", token_url="/token"),
    "query": Scheme("AUTH_QUERY", "API key `key[x]`", "api-key", place="query", name="key[x]"),
}
K_EY: Alternatives = [[('k"ey', "")]]
BASIC_OR_OAUTH: Alternatives = [[("basic", "")], [("oauth", "read:x")]]
DIGEST_AND_K_EY: Alternatives = [[("digest", ""), ('k"ey', "")]]
COOKIE_OR_QUERY: Alternatives = [[("cookie", "")], [("query", "")], []]


@dataclass
class Access:
    """The credentials of a call; `missing` says in words what the operator would have to give."""

    credentials: list[Credential]
    missing: str = ""


class Authenticator:
    """Chooses credentials by which secrets there are. What can never work is said when the server starts."""

    def __init__(self, settings: Settings) -> None:
        self.secrets: dict[str, str] = {}
        for key, scheme in SCHEMES.items():
            secret = settings.secret(scheme.variable)
            if secret:
                self.secrets[key] = secret
        self._made: dict[tuple[str, str], Credential] = {}
        for key in self.secrets:
            self._credential(key, "")

    def access(self, alternatives: Alternatives) -> Access:
        """The first alternative whose secrets are all there. One that needs none is the last resort."""
        for chosen in alternatives:
            if chosen and all(key in self.secrets for key, _ in chosen):
                return Access([self._credential(key, scopes) for key, scopes in chosen])
        wanted = [" together with ".join(_described(key) for key, _ in chosen) for chosen in alternatives if chosen]
        return Access([], ", or ".join(wanted[:4]))

    def _credential(self, key: str, scopes: str) -> Credential:
        if (key, scopes) not in self._made:
            self._made[key, scopes] = _made(key, SCHEMES[key], self.secrets[key], scopes)
        return self._made[key, scopes]


def _described(key: str) -> str:
    return f"`{key}` ({SCHEMES[key].wanted})" if key in SCHEMES else f"`{key}` (not declared by the document)"


def _made(key: str, scheme: Scheme, secret: str, scopes: str) -> Credential:
    if scheme.kind == "api-key":
        if scheme.place == "header":
            return Header(scheme.name, _sendable(secret, key))
        pair = f"{quote(scheme.name, safe='')}={quote(secret, safe='')}"
        return Query(pair) if scheme.place == "query" else Cookie(pair)
    if scheme.kind == "basic":
        return Header("authorization", f"Basic {basic(secret)}")
    if scheme.kind == "bearer" and scheme.token_url and ":" in secret:
        return Token(key, scheme.token_url, secret, scopes)
    # Who gives the whole header has answered a challenge already.
    if scheme.kind == "http" and scheme.name.lower() == "digest" and "response=" not in secret:
        return Digest(secret)
    if scheme.kind == "http":
        return Header("authorization", _sendable(f"{scheme.name} {secret}", key))
    token = secret[7:].strip() if secret[:7].lower() == "bearer " else secret
    return Header("authorization", _sendable(f"Bearer {token}", key))


def _sendable(text: str, key: str) -> str:
    if any((letter < " " and letter != "\t") or letter == "\x7f" for letter in text):
        raise SettingsError(f"the secret of `{key}` has characters in it that no header can carry")
    return text


def basic(secret: str) -> str:
    """RFC 7617. A secret without a colon is a user without a password."""
    return base64.b64encode((secret if ":" in secret else f"{secret}:").encode()).decode()
