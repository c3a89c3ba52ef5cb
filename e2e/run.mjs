// Starts one Klustera with its demo data on a free port of loopback, runs every journey against it, stops it.
//
//   node run.mjs                 all of tests/
//   node run.mjs axe journey     only the files whose names begin so
//   KLUSTERA_KEEP=1 node run.mjs leaves the server's data and log behind
//
// The last line counts: e2e: 25 passed, 0 failed
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startServer } from './lib/server.mjs';
import { here, out } from './lib/places.mjs';

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });

const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(path.join(here, 'tests'))
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
  .map((name) => path.join('tests', name));

const server = await startServer();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.stop().then(() => process.exit(130)));
}

const results = path.join(out, 'results.tap');
const outcome = await new Promise((resolve) => {
  const runner = spawn(
    process.execPath,
    [
      '--test',
      '--test-concurrency=2',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${results}`,
      ...files,
    ],
    { cwd: here, stdio: 'inherit', env: { ...process.env, KLUSTERA_E2E: JSON.stringify(server.address) } },
  );
  runner.once('exit', (code) => resolve(code ?? 1));
});
await server.stop();

const tap = fs.readFileSync(results, 'utf8');
const count = (name) => Number(tap.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
const failed = count('fail') + count('cancelled');
console.log(`e2e: ${count('pass')} passed, ${outcome !== 0 && failed === 0 ? 1 : failed} failed`);
process.exitCode = outcome;
