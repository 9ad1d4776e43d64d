// Lighthouse on the built console: node tests/lighthouse.mjs BINARY [--only PART] [--runs N]. It measures time: run it while the machine has nothing else to do.

import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import lighthouse, { desktopConfig } from 'lighthouse';
import { Steps, expect } from '../../judge/hub/lib/steps.mjs';
import { firstRun } from './flows/first-run.mjs';
import { Visitor, launchForLighthouse } from './lib/browser.mjs';
import { World } from './lib/world.mjs';

const { values: options, positionals: [binary] } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' }, runs: { type: 'string', default: '3' } } });
if (!binary) {
  console.error('usage: lighthouse.mjs BINARY [--only PART] [--runs N]');
  process.exit(2);
}

/** Of a hundred. */
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100 };
const PAGES = [
  ['sign in', '/sign-in', 'outside'], ['dashboard', '/', 'inside'], ['a list', '/servers', 'inside'], ['a detail page', '/servers/overview?server=petstore', 'inside'],
];
const SCREENS = [['phone', undefined], ['desktop', desktopConfig]];

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** The median of several runs: single ones depend on what else the machine does. */
async function measure(port, url, config) {
  const runs = [];
  for (let run = 0; run < Number(options.runs); run += 1) {
    // The pages keep who is signed in in a cookie, and what they know of it in the browser's storage.
    const { lhr } = await lighthouse(url, { port, logLevel: 'error', onlyCategories: Object.keys(LEAST), disableStorageReset: true }, config);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    runs.push(lhr);
  }
  return runs;
}

/** Audits that took points, worst first. */
function lost({ categories, audits }, category) {
  return categories[category].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => `${id} ${audits[id].displayValue ?? ''} ${(audits[id].details?.items ?? []).slice(0, 2).map((item) => item.node?.selector ?? item.url ?? item.description ?? '').join(', ')}`.trim());
}

const steps = new Steps('lighthouse');
const world = await World.begin(binary);
const browser = await launchForLighthouse();
try {
  const visitor = new Visitor(browser.context);
  await visitor.open();
  await firstRun({ world, visitor, steps: new Steps('first run') });
  const [load] = loadavg();
  if (load > cpus().length / 2) console.log(`     the machine has other things to do (load ${load.toFixed(1)}): performance will be too low`);
  await visitor.page.close();
  const blank = await browser.context.newPage();
  for (const [name, path, where] of PAGES.filter((one) => one[0].includes(options.only)).sort((one, other) => one[2].localeCompare(other[2]))) {
    // Whoever is signed in is led on from the sign-in.
    if (where === 'outside') { await browser.context.clearCookies(); await blank.goto(world.url); await blank.evaluate(() => localStorage.clear()); await blank.goto('about:blank'); }
    for (const [screen, config] of SCREENS) {
      await steps.step(`${name} · ${screen}`, async () => {
        const runs = await measure(browser.port, world.url + path, config);
        const scores = Object.fromEntries(Object.keys(LEAST).map((category) => [category, Math.round(100 * median(runs.map(({ categories }) => categories[category].score)))]));
        const timing = (id) => Math.round(median(runs.map(({ audits }) => audits[id].numericValue)));
        console.log(`     ${Object.entries(scores).map(([category, score]) => `${category} ${score}`).join(', ')}; painted after ${timing('first-contentful-paint')} ms, largest ${timing('largest-contentful-paint')} ms, blocked ${timing('total-blocking-time')} ms, shifted ${median(runs.map(({ audits }) => audits['cumulative-layout-shift'].numericValue)).toFixed(3)}`);
        for (const [category, least] of Object.entries(LEAST)) expect(scores[category] >= least, `${category} ${scores[category]} is less than ${least}`, lost(runs[0], category));
      });
    }
  }
} finally {
  await browser.context.close();
  await world.end();
}
steps.end();
