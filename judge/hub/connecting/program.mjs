// A program that speaks MCP on its standard input and output, as whoever starts it hears it: line by line.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Seconds that anything is waited for. */
const PATIENCE = 20;

export class Program {
  constructor(file, env) {
    this.child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.heard = [];
    this.complaints = '';
    this.listeners = [];
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.heard.push(JSON.parse(line));
      for (const listener of this.listeners) listener();
    });
    this.child.stderr.on('data', (bytes) => { this.complaints += bytes; });
    this.ended = new Promise((resolve) => { this.child.once('close', (code) => resolve(code)); });
  }

  /** Says a message, or any other line. */
  say(message) {
    this.child.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  }

  /** The first message that is like this, once there is one. */
  hear(isIt) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not heard within ${PATIENCE} s; heard ${JSON.stringify(this.heard)}; ${this.complaints}`)), PATIENCE * 1000);
      const look = () => {
        const found = this.heard.find(isIt);
        if (!found) return;
        clearTimeout(late);
        this.listeners = this.listeners.filter((one) => one !== look);
        resolve(found);
      };
      this.listeners.push(look);
      look();
    });
  }

  /** The answer to a request. */
  ask(message) {
    this.say({ jsonrpc: '2.0', ...message });
    return this.hear((heard) => heard.id === message.id && heard.method === undefined);
  }

  /** Ends its input, as a client does that goes away; how it ends. */
  async leave() {
    this.child.stdin.end();
    const late = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE * 1000);
    const code = await this.ended;
    clearTimeout(late);
    return code;
  }
}
