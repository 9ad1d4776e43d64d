"""Settings, all from the environment: see README.md."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Where the API is, by the name that its tools know: the variable, the address, and what its placeholders are replaced by.
UPSTREAMS: dict[str, tuple[str, str, dict[str, tuple[str, str]]]] = {
    "api": (
        "UPSTREAM_URL",
        "https://{region}.example.com/base",
        {"region": ("UPSTREAM_REGION", "eu")},
    ),
}


class SettingsError(Exception):
    """Settings that no call could ever work with."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def upstream(self, key: str) -> str:
        """The base URL of an upstream; empty where neither the document nor the operator says."""
        if key not in UPSTREAMS:
            return ""
        variable, url, placeholders = UPSTREAMS[key]
        if self.environment.get(variable):
            return self.environment[variable].strip()
        for name, (one, default) in placeholders.items():
            url = url.replace("{" + name + "}", self.environment.get(one, default))
        return url

    def upstream_variable(self, key: str) -> str:
        """The variable that says where an upstream is."""
        return UPSTREAMS[key][0] if key in UPSTREAMS else "UPSTREAM_URL"

    def secret(self, variable: str) -> str | None:
        """A secret: from the variable, or from the file that VARIABLE_FILE names."""
        if self.environment.get(variable):
            return self.environment[variable].strip()
        path = self.environment.get(f"{variable}_FILE")
        if not path:
            return None
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{variable}_FILE: {path} cannot be read: {error.strerror}") from error

    @property
    def headers(self) -> dict[str, str]:
        """Headers on every request to the API: `Name: value`, one a line."""
        lines = [line for line in self.environment.get("UPSTREAM_HEADERS", "").splitlines() if line.strip()]
        pairs = [line.partition(":") for line in lines]
        return {name.strip().lower(): value.strip() for name, _, value in pairs}

    @property
    def timeout(self) -> float:
        """Seconds that a call may take, with all its attempts."""
        text = self.environment.get("UPSTREAM_TIMEOUT", "60")
        try:
            return float(text)
        except ValueError as error:
            raise SettingsError(f"UPSTREAM_TIMEOUT: `{text}` is no number of seconds") from error

    @property
    def host(self) -> str:
        """Where to listen."""
        return self.environment.get("HOST", "127.0.0.1")

    @property
    def port(self) -> int:
        """Where to listen."""
        text = self.environment.get("PORT", "8080")
        try:
            return int(text)
        except ValueError as error:
            raise SettingsError(f"PORT: `{text}` is no port") from error

    @property
    def allowed_hosts(self) -> list[str]:
        """Names under which clients may reach the server, beside loopback ones."""
        return [name.strip() for name in self.environment.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
