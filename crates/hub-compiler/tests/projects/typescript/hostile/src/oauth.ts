/** OAuth 2 client credentials (RFC 6749 section 4.4): one token for all calls, fetched again before it expires. */

import type { Credential } from "./auth.js";
import { CannotAuthenticate } from "./cannot.js";
import { Failed, post } from "./client.js";
import type { Outgoing } from "./client.js";
import { isObject, readJson } from "./values.js";

/** A token is not used in its last moments, in milliseconds: it would expire on the way. */
const SKEW = 30_000;
/** For this long a failure is answered without asking again. */
const PAUSE = 2_000;

export class Token implements Credential {
  token: string | undefined;
  private expires = Number.POSITIVE_INFINITY;
  private failed: { at: number; why: string } | undefined;
  private inBody = false;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly scheme: string,
    private readonly url: string,
    private readonly client: string,
    private readonly password: string,
    private readonly scopes: string,
  ) {}

  apply(outgoing: Outgoing): void {
    outgoing.headers.set("authorization", `Bearer ${this.token}`);
  }

  /** Drops a token that was refused, unless another call has replaced it already. */
  forget(token: string | undefined): void {
    if (token === this.token) this.token = undefined;
  }

  /** Makes sure that there is a token that is still good. Calls that come meanwhile wait for the same one. */
  async refresh(base: string): Promise<void> {
    if (this.token !== undefined && Date.now() < this.expires) return;
    if (this.failed && Date.now() - this.failed.at < PAUSE) throw new CannotAuthenticate(this.failed.why);
    this.asking ??= this.fetch(new URL(this.url, base).href).finally(() => {
      this.asking = undefined;
    });
    await this.asking;
  }

  private async fetch(url: string): Promise<void> {
    try {
      await this.exchange(url);
      this.failed = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const why = `no access token for \`${this.scheme}\`: ${reason}; the operator has to look into it`;
      this.token = undefined;
      this.failed = { at: Date.now(), why };
      throw new CannotAuthenticate(why);
    }
  }

  private async exchange(url: string): Promise<void> {
    let answer = await this.ask(url, this.inBody);
    // Basic authentication has to be supported, but enough servers take the secret in the body alone.
    if (!this.inBody && (answer.status === 400 || answer.status === 401)) {
      const second = await this.ask(url, true);
      if (second.status >= 200 && second.status < 300) {
        this.inBody = true;
        answer = second;
      }
    }
    const said = readJson(answer.body.toString("utf8"));
    const known = isObject(said) ? said : {};
    const succeeded = answer.status >= 200 && answer.status < 300;
    if (succeeded && said === undefined) throw new Error("the token endpoint answered no JSON");
    if (!succeeded || typeof known["access_token"] !== "string" || !known["access_token"]) {
      const words = [known["error"], known["error_description"]].filter((word) => typeof word === "string").join(" ");
      throw new Error(`the token endpoint answered ${answer.status} ${words.slice(0, 200)}`.trimEnd());
    }
    this.token = known["access_token"];
    const life = Number(known["expires_in"] ?? Number.NaN) * 1000;
    this.expires = Number.isFinite(life) ? Date.now() + Math.max(life - SKEW, life / 2) : Number.POSITIVE_INFINITY;
  }

  private async ask(url: string, inBody: boolean): Promise<{ status: number; body: Buffer }> {
    const form = new URLSearchParams({ grant_type: "client_credentials" });
    if (this.scopes) form.set("scope", this.scopes);
    const headers = new Map([
      ["accept", "application/json"],
      ["content-type", "application/x-www-form-urlencoded"],
    ]);
    if (!this.password) {
      // A public client has nothing to prove (RFC 6749 section 3.2.1).
      form.set("client_id", this.client);
    } else if (inBody) {
      form.set("client_id", this.client);
      form.set("client_secret", this.password);
    } else {
      const encoded = [this.client, this.password].map((text) => new URLSearchParams({ a: text }).toString().slice(2));
      headers.set("authorization", `Basic ${Buffer.from(encoded.join(":")).toString("base64")}`);
    }
    try {
      return await post(url, headers, Buffer.from(form.toString()));
    } catch (error) {
      if (error instanceof Failed && error.kind === "timeout") {
        throw new Error("the token endpoint did not answer in time");
      }
      throw error;
    }
  }
}
