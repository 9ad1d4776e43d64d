// A string that a regular expression matches: literals, classes, groups, alternatives and counts. Throws on what it does not know.

const CLASSES = { d: '5', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };
const PROPERTY = { L: 'a', Lu: 'A', Ll: 'a', N: '5', Nd: '5', P: '-', S: '+', Z: ' ', Zs: ' ' };

/** `length` is the least number of characters wanted: open counts grow until it is reached. */
export function sample(pattern, length = 0) {
  let best = '';
  for (let extra = 0; extra <= Math.max(1, length); extra++) {
    best = new Sampler(pattern, extra).whole();
    if (best.length >= length) return best;
  }
  return best;
}

class Sampler {
  constructor(pattern, extra) {
    this.text = [...pattern];
    this.at = 0;
    this.extra = extra;
  }

  whole() {
    const value = this.alternatives();
    if (this.at < this.text.length) throw new Error(`unexpected ${this.text[this.at]}`);
    return value;
  }

  alternatives() {
    let first = null;
    for (;;) {
      const value = this.sequence();
      first ??= value;
      if (this.text[this.at] !== '|') return first;
      this.at++;
    }
  }

  sequence() {
    let value = '';
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      const atom = this.atom();
      const [least, most] = this.count();
      const times = Math.min(most, least + (most > least ? this.extra : 0));
      value += atom.repeat(times);
    }
    return value;
  }

  count() {
    const c = this.text[this.at];
    let range = null;
    if (c === '*') range = [0, Infinity];
    else if (c === '+') range = [1, Infinity];
    else if (c === '?') range = [0, 1];
    else if (c === '{') {
      const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.text.slice(this.at).join(''));
      if (!found || (!found[1] && !found[3])) return [1, 1];
      const least = Number(found[1] || 0);
      range = [least, found[2] ? (found[3] ? Number(found[3]) : Infinity) : least];
      this.at += [...found[0]].length - 1;
    }
    if (!range) return [1, 1];
    this.at++;
    if (this.text[this.at] === '?' || this.text[this.at] === '+') this.at++;
    return range;
  }

  atom() {
    const c = this.text[this.at++];
    if (c === '^' || c === '$') return '';
    if (c === '.') return 'a';
    if (c === '(') return this.group();
    if (c === '[') return this.set();
    if (c === '\\') return this.escape();
    return c;
  }

  group() {
    let silent = false;
    if (this.text[this.at] === '?') {
      const rest = this.text.slice(this.at).join('');
      const kind = /^\?(?::|=|!|<=|<!|<[A-Za-z]\w*>|P<\w+>)/.exec(rest);
      if (!kind) throw new Error('group');
      silent = /^\?(<?[=!])/.test(rest);
      this.at += kind[0].length;
    }
    const value = this.alternatives();
    if (this.text[this.at++] !== ')') throw new Error('open group');
    return silent ? '' : value;
  }

  escape() {
    const c = this.text[this.at++];
    if (c === 'b' || c === 'B' || c === 'A' || c === 'Z' || c === 'z') return '';
    if (c === 'u' || c === 'x') {
      const found = /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4})|([0-9a-fA-F]{2}))/.exec(this.text.slice(this.at).join(''));
      if (!found) throw new Error('escape');
      this.at += found[0].length;
      return String.fromCodePoint(parseInt(found[1] ?? found[2] ?? found[3], 16));
    }
    if (c === 'p' || c === 'P') {
      const found = /^\{([A-Za-z_]+)(?:=[A-Za-z_]+)?\}/.exec(this.text.slice(this.at).join(''));
      if (!found) throw new Error('property');
      this.at += found[0].length;
      return c === 'p' ? PROPERTY[found[1]] ?? 'a' : 'a';
    }
    if (/[1-9]/.test(c)) throw new Error('back reference');
    return CLASSES[c] ?? c;
  }

  set() {
    const not = this.text[this.at] === '^';
    if (not) this.at++;
    const start = this.at;
    let shown = null;
    while (this.at < this.text.length && (this.text[this.at] !== ']' || this.at === start)) {
      let c = this.text[this.at++];
      if (c === '\\') c = this.escape();
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']') {
        this.at++;
        if (this.text[this.at++] === '\\') this.escape();
      }
      if (shown === null || (shown.trim() === '' && c.trim() !== '')) shown = c;
    }
    this.at++;
    if (!not) return shown ?? '';
    const set = new RegExp(`[^${this.text.slice(start, this.at - 1).join('')}]`, 'u');
    const other = [...'a5-_ Z.~'].find((c) => set.test(c));
    if (!other) throw new Error('negated set');
    return other;
  }
}
