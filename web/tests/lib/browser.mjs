// Debian's Chromium, driven by Playwright. Whatever a page complains of is kept, and fails the step that looks.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { freePort } from '../../../judge/hub/lib/hub.mjs';

const PROGRAMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Without these, a browser on a closed network asks for Google's hosts all the time. */
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const AXE = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

function program() {
  const found = PROGRAMS.find((one) => one && existsSync(one));
  if (!found) throw new Error('Chromium is missing: install Debian’s package chromium, or say where it is by CHROMIUM');
  return found;
}

export async function launch() {
  return chromium.launch({ executablePath: program(), args: FLAGS });
}

/** A browser with one visitor, whom another program may look through as well: at the port that is answered. */
export async function launchForLighthouse() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'mcphub-lighthouse-'));
  const context = await chromium.launchPersistentContext(folder, { executablePath: program(), args: [...FLAGS, `--remote-debugging-port=${port}`] });
  context.once('close', () => rmSync(folder, { recursive: true, force: true }));
  return { context, port };
}

/** Somebody with a browser of their own. */
export class Visitor {
  static async begin(browser, base, options = {}) {
    const context = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, colorScheme: 'light', ...options });
    const visitor = new Visitor(context);
    await visitor.open();
    return visitor;
  }

  constructor(context) {
    this.context = context;
    this.complaints = [];
    /** Complaints that a step causes on purpose. */
    this.expected = [];
  }

  async open() {
    const page = await this.context.newPage();
    page.setDefaultTimeout(20_000);
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => console.error(`the policy forbids ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
    });
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) this.complain(`${message.text()} (${message.location().url})`); });
    page.on('pageerror', (error) => this.complain(`uncaught ${error.stack ?? error}`));
    this.page = page;
    return page;
  }

  complain(words) {
    if (!this.expected.some((pattern) => pattern.test(words))) this.complaints.push(words);
  }

  /** Throws what pages complained of since the last look. */
  content() {
    const said = this.complaints.splice(0);
    if (said.length > 0) throw new Error(`the page complains: ${said.slice(0, 5).join(' | ')}`);
  }

  /** Violations of WCAG A and AA, one line each. */
  async violations() {
    await settled(this.page);
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(readFileSync(AXE, 'utf8'));
    const found = await this.page.evaluate((rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }), RULES);
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`));
  }

  end() {
    return this.context.close();
  }
}

/** Waits until what comes and goes has come, and nothing is being read. */
export async function settled(page) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => Promise.all(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity).map((animation) => animation.finished.catch(() => undefined))));
}
