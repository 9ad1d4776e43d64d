// A database of a run's own, which the run may look into: by sqlite3 and psql, not by the hub.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MUCH = 1 << 30;

/** Where PostgreSQL and Redis are, as judge/services.sh says. */
export function services() {
  const file = new URL('../../../.cache/services/env', import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const named = (name) => process.env[name] ?? text.match(new RegExp(`${name}=(\\S+)`))?.[1];
  return { postgres: named('MCPHUB_TEST_POSTGRES'), redis: named('MCPHUB_TEST_REDIS') };
}

/** One file, in a folder of the run's. */
export class Sqlite {
  constructor(folder) {
    this.file = join(folder, 'mcphub-data', 'mcphub.db');
    this.url = `sqlite://${this.file}`;
    this.kind = 'sqlite';
  }

  async create() {}

  async drop() {}

  /** Rows as objects. */
  async rows(sql) {
    const { stdout } = await run('sqlite3', ['-cmd', '.timeout 10000', '-json', this.file, sql], { maxBuffer: MUCH });
    return stdout.trim() === '' ? [] : JSON.parse(stdout);
  }

  async change(sql) {
    await run('sqlite3', ['-cmd', '.timeout 10000', this.file, sql]);
  }

  /** An identifier as a column shows it. */
  hex(column) {
    return `lower(hex(${column}))`;
  }

  /** Bytes as a column shows them. */
  bytes(column) {
    return this.hex(column);
  }

  /** Everything that is on the disk, by name. */
  async contents() {
    const files = [this.file, `${this.file}-wal`, `${this.file}-shm`].filter((file) => existsSync(file));
    return files.map((file) => [file.split('/').pop(), readFileSync(file)]);
  }
}

/** A database in a server that runs already. */
export class Postgres {
  constructor(server) {
    this.server = server;
    this.name = `judge_${process.pid}_${Date.now().toString(36)}`;
    this.url = `${server}/${this.name}`;
    this.kind = 'postgres';
  }

  /** One that is there already, at this URL. */
  static at(url) {
    return Object.assign(Object.create(Postgres.prototype), { url, kind: 'postgres' });
  }

  async create() {
    await run('psql', ['-q', `${this.server}/postgres`, '-c', `CREATE DATABASE ${this.name}`]);
  }

  async drop() {
    await run('psql', ['-q', `${this.server}/postgres`, '-c', `DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`]);
  }

  async rows(sql) {
    const { stdout } = await run('psql', ['-qAt', this.url, '-c', `SELECT COALESCE(json_agg(r), '[]') FROM (${sql}) r`], { maxBuffer: MUCH });
    return JSON.parse(stdout);
  }

  async change(sql) {
    await run('psql', ['-q', this.url, '-c', sql]);
  }

  hex(column) {
    return `replace(${column}::text, '-', '')`;
  }

  bytes(column) {
    return `encode(${column}, 'hex')`;
  }

  async contents() {
    const { stdout } = await run('pg_dump', ['--inserts', this.url], { maxBuffer: MUCH, encoding: 'buffer' });
    return [['pg_dump', stdout]];
  }
}
