// Every page of the office, found by following its links: axe, geometry, and a console without complaints.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { DESK, openBrowser, signedIn } from '../lib/browser.mjs';
import { crawl } from '../lib/crawl.mjs';
import { look } from '../lib/look.mjs';
import { people } from '../lib/people.mjs';

const browser = await openBrowser();
after(() => browser.close());

// All pages are found before the first test is declared: the runner takes a pause for the end.
const roles = [];
for (const role of ['manager', 'treasurer', 'organisation', 'operator']) {
  const context = await signedIn(browser, role, { viewport: DESK });
  const starts = role === 'manager' ? [people[role].home, '/akun'] : [people[role].home];
  roles.push({ role, context, pages: await crawl(context, starts) });
}

for (const { role, context, pages } of roles) {
  describe(`pages of the ${role}`, () => {
    test('there are some', () => assert.ok(pages.length > 0));
    for (const address of pages) {
      test(address, async () => assert.deepEqual(await look(context, address), []));
    }
  });
}
