/** How calls are authenticated: exactly the schemes that the API's tools use. Secrets come from the environment and are never shown. */

import { createHash, randomBytes } from "node:crypto";

import { SettingsError } from "./cannot.js";
import type { Outgoing } from "./client.js";
import { Token } from "./oauth.js";
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

/** Answers challenges (RFC 7616). */
export class Digest implements Credential {
  constructor(private readonly secret: string) {}

  apply(): void {}

  /** The `Authorization` that answers the best of the challenges. */
  answer(challenges: readonly string[], method: string, target: string): string | undefined {
    const found = challenges.filter((text) => /^digest /i.test(text)).map(challengeOf);
    const usable = found.filter((one) => algorithmOf(one) !== undefined && one.has("nonce"));
    const one = usable.find((each) => algorithmOf(each) === "sha256") ?? usable[0];
    if (!one) return undefined;
    const hash = (...parts: string[]) =>
      createHash(algorithmOf(one) ?? "md5")
        .update(parts.join(":"))
        .digest("hex");
    const colon = this.secret.indexOf(":");
    const user = colon < 0 ? this.secret : this.secret.slice(0, colon);
    const password = colon < 0 ? "" : this.secret.slice(colon + 1);
    const [realm, nonce, cnonce] = [one.get("realm") ?? "", one.get("nonce") ?? "", randomBytes(12).toString("hex")];
    let first = hash(user, realm, password);
    if (/-sess$/i.test(one.get("algorithm") ?? "")) first = hash(first, nonce, cnonce);
    const quality = (one.get("qop") ?? "").split(/[\s,]+/).includes("auth");
    const second = hash(method, target);
    const response = quality ? hash(first, nonce, "00000001", cnonce, "auth", second) : hash(first, nonce, second);
    const parts = [`username="${quoted(user)}"`, `realm="${quoted(realm)}"`, `nonce="${quoted(nonce)}"`];
    parts.push(`uri="${target}"`, `response="${response}"`);
    if (one.has("algorithm")) parts.push(`algorithm=${one.get("algorithm")}`);
    if (one.has("opaque")) parts.push(`opaque="${quoted(one.get("opaque") ?? "")}"`);
    if (quality) parts.push("qop=auth", "nc=00000001", `cnonce="${cnonce}"`);
    return `Digest ${parts.join(", ")}`;
  }
}

function challengeOf(text: string): Map<string, string> {
  const pairs = text.slice(7).matchAll(/([A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  return new Map(
    [...pairs].map(([, name = "", text, plain = ""]) => [name.toLowerCase(), text?.replace(/\\(.)/g, "$1") ?? plain]),
  );
}

function algorithmOf(challenge: Map<string, string>): string | undefined {
  const names = new Map([
    ["MD5", "md5"],
    ["MD5-SESS", "md5"],
    ["SHA-256", "sha256"],
    ["SHA-256-SESS", "sha256"],
  ]);
  return names.get((challenge.get("algorithm") ?? "MD5").toUpperCase());
}

function quoted(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
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
  ["basic", scheme("AUTH_BASIC", "user:password", "basic")],
  ["cookie", scheme("AUTH_COOKIE", "API key `sid`", "api-key", "cookie", "sid")],
  ["digest", scheme("AUTH_DIGEST", "user:password", "http", "", "digest")],
  ['k"ey', scheme("AUTH_K_EY", "API key `X-Key`", "api-key", "header", "X-Key")],
  ["oauth", scheme("AUTH_OAUTH", "client_id:client_secret or access token", "bearer", "", "", "/token")],
  ["query", scheme("AUTH_QUERY", "API key `key[x]`", "api-key", "query", "key[x]")],
]);

export const NONE: Alternatives = [];
export const K_EY: Alternatives = [[['k"ey', ""]]];
export const BASIC_OR_OAUTH: Alternatives = [[["basic", ""]], [["oauth", "read:x"]]];
export const DIGEST_AND_K_EY: Alternatives = [
  [
    ["digest", ""],
    ['k"ey', ""],
  ],
];
export const COOKIE_OR_QUERY: Alternatives = [[["cookie", ""]], [["query", ""]], []];

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
  if (one.kind === "basic") return new Header("authorization", `Basic ${basic(secret)}`);
  if (one.kind === "bearer" && one.tokenUrl && secret.includes(":")) {
    const colon = secret.indexOf(":");
    return new Token(key, one.tokenUrl, secret.slice(0, colon), secret.slice(colon + 1), scopes);
  }
  // Who gives the whole header has answered a challenge already.
  if (one.kind === "http" && one.name?.toLowerCase() === "digest" && !secret.includes("response=")) {
    return new Digest(secret);
  }
  if (one.kind === "http") return new Header("authorization", sendable(`${one.name} ${secret}`, key));
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

/** RFC 7617. A secret without a colon is a user without a password. */
function basic(secret: string): string {
  return Buffer.from(secret.includes(":") ? secret : `${secret}:`).toString("base64");
}
