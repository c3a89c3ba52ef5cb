// What a first view costs on the wire. A resident's phone is old and its network is slow; the office has a laptop.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DESK, PHONE, openBrowser, signedIn, stranger } from '../lib/browser.mjs';
import { firstView } from '../lib/bytes.mjs';
import { MELATI, people } from '../lib/people.mjs';

const KB = 1024;
const RESIDENTS = 40 * KB;
const OFFICE = 60 * KB;

const browser = await openBrowser();
after(() => browser.close());

async function costs(context, address, most) {
  const { bytes, parts } = await firstView(context, address);
  const list = [...parts].map(([path, part]) => `${path} ${part.bytes} (${part.encoding})`).join('\n');
  assert.ok(bytes <= most, `${address}: ${bytes} bytes, at most ${most}\n${list}`);
  assert.ok(bytes > KB, `${address}: only ${bytes} bytes arrived, which cannot be the page`);
  console.log(`${address}: ${(bytes / KB).toFixed(1)} KB of ${most / KB} KB`);
}

test('signing in costs at most 40 KB', async () => {
  await costs(await stranger(browser, { viewport: PHONE }), '/masuk', RESIDENTS);
});

for (const role of ['resident', 'guard', 'head']) {
  test(`the ${role}'s first view costs at most 40 KB`, async () => {
    await costs(await signedIn(browser, role, { viewport: PHONE }), people[role].home, RESIDENTS);
  });
}

for (const page of ['ringkasan', 'unit', 'warga', 'impor', 'anggota']) {
  test(`the manager's ${page} costs at most 60 KB`, async () => {
    await costs(await signedIn(browser, 'manager', { viewport: DESK }), `${MELATI}/${page}`, OFFICE);
  });
}
