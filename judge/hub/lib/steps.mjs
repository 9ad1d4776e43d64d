// Named steps: each is run, told of in a line, and counted; what goes wrong in one does not keep the next from being tried.

/** Thrown by a step that cannot be judged here; the reason is told. */
export class Skip extends Error {}

export class Steps {
  constructor(name) {
    this.name = name;
    this.passed = 0;
    this.failed = 0;
    this.prefix = '';
  }

  /** Runs a step; answers what it answered, or undefined where it failed. */
  async step(name, body) {
    const began = performance.now();
    try {
      const value = await body();
      this.passed += 1;
      console.log(`ok   ${this.prefix}${name} (${Math.round(performance.now() - began)} ms)`);
      return value;
    } catch (error) {
      if (error instanceof Skip) {
        console.log(`skip ${this.prefix}${name}: ${error.message}`);
        return undefined;
      }
      this.failed += 1;
      console.log(`FAIL ${this.prefix}${name}: ${error.message}`);
      if (process.env.JUDGE_STACK) console.log(error.stack);
      return undefined;
    }
  }

  /** The last line, and the exit code. */
  end() {
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 ? 1 : 0;
  }
}

/** Fails a step when the condition does not hold. */
export function expect(condition, what, shown) {
  if (condition) return;
  throw new Error(shown === undefined ? what : `${what}: ${JSON.stringify(shown)?.slice(0, 600)}`);
}

/** Asks again and again until the answer is something; fails after so many seconds. */
export async function until(seconds, what, ask) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    const answer = await ask((shown) => { last = shown; });
    if (answer) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${what} did not happen within ${seconds} s${last === undefined ? '' : `: ${JSON.stringify(last).slice(0, 600)}`}`);
}

export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
