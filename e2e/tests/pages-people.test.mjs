// Every page of residents, heads of an RT, guards and people who are not signed in: axe, geometry, a silent console.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openBrowser, signedIn, stranger } from '../lib/browser.mjs';
import { crawl } from '../lib/crawl.mjs';
import { look } from '../lib/look.mjs';
import { MELATI, people } from '../lib/people.mjs';

const browser = await openBrowser();
after(() => browser.close());

// All pages are found before the first test is declared: the runner takes a pause for the end.
const roles = [];
for (const role of ['resident', 'head', 'guard']) {
  const context = await signedIn(browser, role);
  roles.push({ role, context, pages: await crawl(context, [people[role].home]) });
}
const nobody = await stranger(browser);
roles.push({ role: 'stranger', context: nobody, pages: await crawl(nobody, ['/masuk', '/gaya']) });
const [resident] = roles;

for (const { role, context, pages } of roles) {
  describe(`pages of the ${role}`, () => {
    test('there are some', () => assert.ok(pages.length > 0));
    for (const address of pages) {
      test(address, async () => assert.deepEqual(await look(context, address), []));
    }
  });
}

describe('pages that refuse', () => {
  test('nothing is at this address', async () => {
    assert.deepEqual(await look(resident.context, '/tidak-ada', 404), []);
  });
  test('not for this role', async () => {
    assert.deepEqual(await look(resident.context, `${MELATI}/impor`, 403), []);
  });
});
