/** How calls are authenticated: exactly the schemes that the API's tools use. Secrets come from the environment and are never shown. */

import { SettingsError } from "./cannot.js";
import type { Outgoing } from "./client.js";
import { withQuery } from "./request.js";
import type { Settings } from "./settings.js";

/** The schemes that must be applied together, with scopes; any one such set is enough. An empty one: none is needed. */
export type Alternatives = readonly (readonly (readonly [scheme: string, scopes: string])[])[];

/** One credential, ready to be put into a request. */
export interface Credential {
  apply(outgoing: Outgoing): void;
}

class Header implements Credential {
  constructor(
    private readonly name: string,
    private readonly value: string,
  ) {}

  apply(outgoing: Outgoing): void {
    outgoing.headers.set(this.name.toLowerCase(), this.value);
  }
}

class Query implements Credential {
  constructor(private readonly pair: string) {}

  apply(outgoing: Outgoing): void {
    outgoing.target = withQuery(outgoing.target, this.pair);
  }
}

class Cookie implements Credential {
  constructor(private readonly pair: string) {}

  apply(outgoing: Outgoing): void {
    const cookies = outgoing.headers.get("cookie");
    outgoing.headers.set("cookie", cookies ? `${cookies}; ${this.pair}` : this.pair);
  }
}

interface Scheme {
  variable: string;
  wanted: string;
  kind: string;
  place?: string;
  name?: string;
  tokenUrl?: string;
}

function scheme(variable: string, wanted: string, kind: string, place = "", name = "", tokenUrl = ""): Scheme {
  return { variable, wanted, kind, place, name, tokenUrl };
}

/** The schemes by their names in the API's document. */
export const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ["api_key", scheme("AUTH_API_KEY", "API key `X-Api-Key`", "api-key", "header", "X-Api-Key")],
]);

export const NONE: Alternatives = [];
export const API_KEY: Alternatives = [[["api_key", ""]]];

/** The credentials of a call; `missing` says in words what the operator would have to give. */
export interface Access {
  credentials: Credential[];
  missing: string;
}

/** Chooses credentials by which secrets there are. What can never work is said when the server starts. */
export class Authenticator {
  readonly secrets = new Map<string, string>();
  private readonly made = new Map<string, Credential>();

  constructor(settings: Settings) {
    for (const [key, { variable }] of SCHEMES) {
      const secret = settings.secret(variable);
      if (secret) this.secrets.set(key, secret);
    }
    for (const key of this.secrets.keys()) this.credential(key, "");
  }

  /** The first alternative whose secrets are all there. One that needs none is the last resort. */
  access(alternatives: Alternatives): Access {
    const chosen = alternatives.find((all) => all.length > 0 && all.every(([key]) => this.secrets.has(key)));
    if (chosen) return { credentials: chosen.map(([key, scopes]) => this.credential(key, scopes)), missing: "" };
    const wanted = alternatives.filter((all) => all.length > 0).slice(0, 4);
    return {
      credentials: [],
      missing: wanted.map((all) => all.map(([key]) => described(key)).join(" together with ")).join(", or "),
    };
  }

  private credential(key: string, scopes: string): Credential {
    const known = `${key}\n${scopes}`;
    let credential = this.made.get(known);
    if (!credential) {
      credential = make(key, SCHEMES.get(key) ?? scheme("", "", "bearer"), this.secrets.get(key) ?? "", scopes);
      this.made.set(known, credential);
    }
    return credential;
  }
}

function described(key: string): string {
  return `\`${key}\` (${SCHEMES.get(key)?.wanted ?? "not declared by the document"})`;
}

function make(key: string, one: Scheme, secret: string, scopes: string): Credential {
  if (one.kind === "api-key") {
    if (one.place === "header") return new Header(one.name ?? "", sendable(secret, key));
    const pair = `${percent(one.name ?? "")}=${percent(secret)}`;
    return one.place === "query" ? new Query(pair) : new Cookie(pair);
  }
  void scopes;
  void one;
  const token = /^bearer /i.test(secret) ? secret.slice(7).trim() : secret;
  return new Header("authorization", sendable(`Bearer ${token}`, key));
}

function sendable(text: string, key: string): string {
  if (!/[\0-\x08\n-\x1f\x7f]/.test(text)) return text;
  throw new SettingsError(`the secret of \`${key}\` has characters in it that no header can carry`);
}

/** Everything but unreserved characters (RFC 3986 section 2.3). */
function percent(text: string): string {
  const code = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, code);
}
