import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const ADMIN = 'admin';

/** How to reach the database, with a user who may do everything. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** The folder of PostgreSQL's programs, or why there is none. */
export function postgresPrograms(): { readonly folder: string } | { readonly missing: string } {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)).map(version => join(DEBIAN, version, 'bin')) : [];
  const folder = [...debian, ...(process.env.PATH ?? '').split(delimiter)].find(one => existsSync(join(one, 'initdb')) && existsSync(join(one, 'postgres')));
  if (folder === undefined) return { missing: "PostgreSQL is not installed; `apt-get install postgresql` or your system's package brings it" };
  if (process.getuid?.() === 0 && unprivileged() === undefined) return { missing: 'PostgreSQL refuses to run as root, and there is no user "postgres" to run it as' };
  return { folder };
}

/** A PostgreSQL server of its own in a temporary folder, on loopback, with real passwords. */
export class Postgres {
  /** @param certificate makes it take connections over TLS; both files are read when it starts */
  public static async start(programs: string, certificate?: { readonly cert: string; readonly key: string }): Promise<Postgres> {
    const folder = mkdtempSync(join(tmpdir(), 'rampart-postgres-'));
    const owner = process.getuid?.() === 0 ? unprivileged() : undefined;
    const password = 'the-admin-of-the-test';
    const passwordFile = join(folder, 'password');
    const data = join(folder, 'data');
    writeFileSync(passwordFile, password);
    chmodSync(folder, 0o700);
    if (owner !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    execFileSync(join(programs, 'initdb'), ['-D', data, '-U', ADMIN, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync', '--locale=C'], {
      ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'],
    });
    const port = await freePort();
    for (const [name, file] of Object.entries(certificate ?? {})) {
      copyFileSync(file, join(folder, name));
      chmodSync(join(folder, name), 0o600);
      if (owner !== undefined) chownSync(join(folder, name), owner.uid, owner.gid);
    }
    const tls = certificate === undefined ? {} : { ssl: 'on', ssl_cert_file: join(folder, 'cert'), ssl_key_file: join(folder, 'key') };
    const settings = { ...tls, port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', max_connections: 60 };
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
      ...owner, cwd: folder, stdio: 'ignore',
    });
    const postgres = new Postgres({ host: '127.0.0.1', port, user: ADMIN, password, database: 'postgres' }, server, folder);
    try {
      await postgres.ready();
      return postgres;
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  private constructor(public readonly admin: Connection, private readonly server: ChildProcess, private readonly folder: string) {}

  public async query(text: string): Promise<readonly Record<string, unknown>[]> {
    const client = new Client(this.admin);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  public async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const ended = once(this.server, 'exit');
      this.server.kill('SIGINT'); // a fast shutdown: sessions are ended
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.server.exitCode !== null) throw new Error(`postgres has ended with ${this.server.exitCode}`);
      try {
        await this.query('SELECT 1');
        return;
      } catch (error) {
        if (attempt === 100) throw error;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }
  }
}

/** The user that the package makes for PostgreSQL. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map(what => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })));
    return { uid, gid };
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
