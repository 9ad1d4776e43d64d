/** Settings, all from the environment: see README.md. */

import { readFileSync } from "node:fs";

import { SettingsError } from "./cannot.js";

interface Upstream {
  variable: string;
  url: string;
  placeholders: readonly { name: string; variable: string; default: string }[];
}

/** Where the API is, by the name that its tools know. */
export const UPSTREAMS: ReadonlyMap<string, Upstream> = new Map([
  [
    "api",
    {
      variable: "UPSTREAM_URL",
      url: "https://{region}.example.com/base",
      placeholders: [{ name: "region", variable: "UPSTREAM_REGION", default: "eu" }],
    },
  ],
]);

/** What an operator may set. */
export class Settings {
  constructor(private readonly environment: Readonly<Record<string, string | undefined>> = process.env) {}

  /** The base URL of an upstream; empty where neither the document nor the operator says. */
  upstream(key: string): string {
    const upstream = UPSTREAMS.get(key);
    if (!upstream) return "";
    const given = this.environment[upstream.variable];
    if (given) return given.trim();
    let url = upstream.url;
    for (const one of upstream.placeholders) {
      url = url.replaceAll(`{${one.name}}`, () => this.environment[one.variable] ?? one.default);
    }
    return url;
  }

  /** A secret: from the variable, or from the file that VARIABLE_FILE names. */
  secret(variable: string): string | undefined {
    const given = this.environment[variable];
    if (given) return given.trim();
    const path = this.environment[`${variable}_FILE`];
    if (!path) return undefined;
    try {
      return readFileSync(path, "utf8").trim();
    } catch {
      throw new SettingsError(`${variable}_FILE: ${path} cannot be read`);
    }
  }

  /** Headers on every request to the API: `Name: value`, one a line. */
  get headers(): Map<string, string> {
    const lines = (this.environment["UPSTREAM_HEADERS"] ?? "").split("\n").filter((line) => line.includes(":"));
    const pair = (line: string): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    };
    return new Map(lines.map(pair));
  }

  /** Milliseconds that a call may take, with all its attempts. */
  get timeout(): number {
    return this.number("UPSTREAM_TIMEOUT", 60) * 1000;
  }

  get host(): string {
    return this.environment["HOST"] || "127.0.0.1";
  }

  get port(): number {
    return this.number("PORT", 8080);
  }

  /** Names under which clients may reach the server, beside loopback ones. */
  get allowedHosts(): string[] {
    const names = (this.environment["ALLOWED_HOSTS"] ?? "").split(",").map((name) => name.trim());
    return names.filter((name) => name !== "");
  }

  private number(variable: string, usual: number): number {
    const value = Number(this.environment[variable] || usual);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new SettingsError(`${variable}: \`${this.environment[variable]}\` is no number`);
  }
}
