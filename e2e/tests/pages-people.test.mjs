// Every page of residents, heads of an RT, guards and people who are not signed in: axe, geometry, a silent console.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openBrowser, signedIn, stranger } from '../lib/browser.mjs';
import { crawl } from '../lib/crawl.mjs';
import { look } from '../lib/look.mjs';
import { MELATI, people } from '../lib/people.mjs';

const browser = await openBrowser();
after(() => browser.close());

for (const role of ['resident', 'head', 'guard']) {
  const context = await signedIn(browser, role);
  const pages = await crawl(context, [people[role].home]);
  describe(`pages of the ${role}`, () => {
    for (const address of pages) {
      test(address, async () => assert.deepEqual(await look(context, address), []));
    }
  });
}

describe('pages without a sign-in', async () => {
  const context = await stranger(browser);
  for (const address of await crawl(context, ['/masuk', '/gaya'])) {
    test(address, async () => assert.deepEqual(await look(context, address), []));
  }
});

describe('pages that refuse', async () => {
  const context = await signedIn(browser, 'resident');
  test('nothing is at this address', async () => assert.deepEqual(await look(context, '/tidak-ada', 404), []));
  test('not for this role', async () => assert.deepEqual(await look(context, `${MELATI}/impor`, 403), []));
});
