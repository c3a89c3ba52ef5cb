// The real binary with its own embedded PostgreSQL in a folder of its own. Nothing of the machine's is touched.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { out, root } from './places.mjs';

const READY = /Klustera is ready: (http:\/\/\S+)/;
const SECONDS_TO_START = 90;

export async function startServer(extra = [], logName = 'server.log') {
  const binary = process.env.KLUSTERA_BIN ?? path.join(root, 'target', 'debug', 'klustera');
  if (!fs.existsSync(binary)) throw new Error(`${binary} is missing: run cargo build -p klustera first`);
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'klustera-e2e-'));
  // Started as root, the database belongs to another user, who has to get as far as its folder.
  if (process.getuid?.() === 0) fs.chmodSync(data, 0o755);
  const env = { ...process.env, KLUSTERA_TEST_NO_FSYNC: '1' };
  for (const name of Object.keys(env)) if (/^(DATABASE_URL|KLUSTERA_(DATA|LISTEN|PUBLIC_URL|SECRET))$/.test(name)) delete env[name];
  const log = fs.createWriteStream(path.join(out, logName));
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${await freePort()}`, ...extra], { env });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready after ${SECONDS_TO_START} s:\n${said}`)), SECONDS_TO_START * 1000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log.write(chunk);
        said += chunk;
        const ready = said.match(READY);
        if (ready) {
          clearTimeout(late);
          resolve(ready[1]);
        }
      });
    }
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  return {
    address: { url, said },
    stop: () => stop(child, data),
  };
}

async function stop(child, data) {
  if (child.exitCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(late);
  }
  if (!process.env.KLUSTERA_KEEP) fs.rmSync(data, { recursive: true, force: true });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
