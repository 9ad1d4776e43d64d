// Planted secrets, and every place where one of them must not be found. Each is looked for as it is and in the forms that text takes.

export class Canaries {
  constructor() {
    this.secrets = new Map();
    this.answers = [];
    /** To be given to a client: keeps what the hub answers. */
    this.keep = (where, text) => { this.answers.push([where, Buffer.from(text)]); };
  }

  /** From now on nobody may show this; answers it. `raw`: its bytes, where the text stands for bytes. */
  plant(name, text, raw) {
    this.secrets.set(`${name} ${this.secrets.size + 1}`, { text, raw });
    return text;
  }

  /** Where which secret was found. `places`: pairs of a name and bytes. */
  find(places) {
    const found = [];
    for (const [name, secret] of this.secrets) {
      for (const [form, needle] of forms(secret)) {
        for (const [place, bytes] of places) {
          const at = bytes.indexOf(needle);
          if (at >= 0) found.push(`${name} (${form}) in ${place}: …${around(bytes, at, needle.length)}…`);
        }
      }
    }
    return [...new Set(found)];
  }
}

/** What a secret looks like when it is written down. */
function forms({ text, raw }) {
  const seen = new Map();
  const add = (form, bytes) => { if (bytes.length >= 8) seen.set(bytes.toString('latin1'), [form, bytes]); };
  const all = [['', Buffer.from(text)], ...(raw ? [['bytes, ', raw]] : [])];
  for (const [what, bytes] of all) {
    add(`${what}plain`, bytes);
    add(`${what}hex`, Buffer.from(bytes.toString('hex')));
    add(`${what}HEX`, Buffer.from(bytes.toString('hex').toUpperCase()));
    // In the middle of something longer, base64 has three ways to write the same; their ends depend on what is around.
    for (const shift of [0, 1, 2]) {
      const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '');
      const inner = whole.slice(shift === 0 ? 0 : shift + 1, -1);
      add(`${what}base64`, Buffer.from(inner));
      add(`${what}base64url`, Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_')));
    }
  }
  add('URL', Buffer.from(encodeURIComponent(text)));
  add('JSON', Buffer.from(JSON.stringify(text).slice(1, -1)));
  return seen.values();
}

function around(bytes, at, length) {
  return JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + length + 10).toString('latin1'));
}
