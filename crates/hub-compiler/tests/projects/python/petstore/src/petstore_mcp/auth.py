"""How calls are authenticated: exactly the schemes that the API's tools use. Secrets come from the environment and are never shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from .request import with_query
from .settings import Settings, SettingsError

if TYPE_CHECKING:
    from .client import Outgoing

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
    "api_key": Scheme("AUTH_API_KEY", "API key `X-Api-Key`", "api-key", place="header", name="X-Api-Key"),
}
API_KEY: Alternatives = [[("api_key", "")]]


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
    token = secret[7:].strip() if secret[:7].lower() == "bearer " else secret
    return Header("authorization", _sendable(f"Bearer {token}", key))


def _sendable(text: str, key: str) -> str:
    if any((letter < " " and letter != "\t") or letter == "\x7f" for letter in text):
        raise SettingsError(f"the secret of `{key}` has characters in it that no header can carry")
    return text
