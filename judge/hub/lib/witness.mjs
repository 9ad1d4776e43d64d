// Callers who call all the time while something is done to a hub, and what is asked afterwards: was every call answered, is each recorded
// once, and do the sums say the same.

import { Load } from './caller.mjs';
import { expect, until } from './steps.mjs';

/** Loads of servers, by what they are called: `{ name: { url, key, tool, isWell } }`. */
export class Witness {
  constructor(servers, options = {}) {
    this.loads = Object.entries(servers).map(([name, { isWell, ...target }]) => new Load(() => target, { name, width: 2, pause: 30, ...(isWell ? { isWell } : {}), ...options }));
  }

  start() {
    for (const load of this.loads) load.start();
    return this;
  }

  /** Ends all, and fails when a call was not answered well. */
  async answered() {
    await Promise.all(this.loads.map((load) => load.end()));
    for (const load of this.loads) {
      expect(load.failures.length === 0 && load.answered.length > 0, `${load.failures.length} of ${load.next} calls of ${load.name} were not answered well`, load.failures.slice(0, 4));
    }
    console.log(`     ${this.loads.map((load) => `${load.answered.length} of ${load.name} (the slowest ${Math.round(load.slowest)} ms)`).join(', ')}`);
  }

  /** Each call that was answered has one record, sums say the same, and nothing is told twice. */
  async recorded(database, seconds = 30) {
    await until(seconds, 'a record of every call', async (shown) => {
      const wrong = await Promise.all(this.loads.map((load) => load.unrecorded(database)));
      shown(wrong.map((some) => [some.length, some.slice(0, 4)]));
      return wrong.every((some) => some.length === 0);
    });
    const [{ calls }] = await database.rows('SELECT SUM(calls) AS calls FROM call_packs');
    const [{ sum }] = await database.rows('SELECT SUM(calls + refused) AS sum FROM call_hours');
    expect(Number(calls) === Number(sum), 'the sums of hours say otherwise', { calls, sum });
    const lines = await database.rows("SELECT fields, COUNT(*) AS n FROM logs WHERE source = 'gateway' GROUP BY fields HAVING COUNT(*) > 1");
    expect(lines.length === 0, 'lines are there twice', lines.slice(0, 3));
    console.log(`     ${calls} calls recorded once, and added up`);
  }
}
