// Everybody whom the start of the server names gets in, and begins where their day begins.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { PHONE, openBrowser, signIn, signedIn, stranger } from '../lib/browser.mjs';
import { MAWAR, MELATI, people } from '../lib/people.mjs';

const browser = await openBrowser();
after(() => browser.close());

test('the server prints one sign-in for each role', () => {
  const roles = ['guard', 'head', 'manager', 'operator', 'organisation', 'resident', 'treasurer'];
  assert.deepEqual(Object.keys(people).sort(), roles);
});

describe('each role lands on its own home', () => {
  for (const [role, person] of Object.entries(people)) {
    test(`${person.name}, ${role}`, async () => {
      const context = await signedIn(browser, role);
      const page = await context.newPage();
      await page.goto('/');
      // Who has several roles chooses first.
      const choice = page.locator(`main a[href="${person.home}"]`);
      if ((await choice.count()) > 0) await choice.first().click();
      await page.waitForURL(`**${person.home}`);
      assert.equal((await page.reload()).status(), 200);
      await context.close();
    });
  }
});

test('the same number may be written in any way', async () => {
  const { phone, password } = people.guard;
  const spaced = `+62 ${phone.slice(1, 4)}-${phone.slice(4, 8)}-${phone.slice(8)}`;
  const context = await stranger(browser, { viewport: PHONE });
  const page = await context.newPage();
  await signIn(page, { phone: spaced, password });
  assert.match(page.url(), /\/gerbang$/);
  await context.close();
});

test('a wrong password keeps the number that was typed, and says what to do', async () => {
  const context = await stranger(browser, { viewport: PHONE });
  const page = await context.newPage();
  await page.goto('/masuk');
  await page.locator('input[name="login"]').fill(people.guard.phone);
  await page.locator('input[name="password"]').fill('bukan-ini');
  await page.locator('main form button.utama').click();
  assert.match(page.url(), /\/masuk/);
  assert.match(await page.locator('main').innerText(), /tidak cocok|salah|tidak sesuai|keliru/i);
  assert.equal(await page.locator('input[name="login"]').inputValue(), people.guard.phone);
  await context.close();
});

test('a resident sees no other unit, no other role and no other complex', async () => {
  const context = await signedIn(browser, 'resident', { viewport: PHONE });
  const statuses = {};
  for (const path of [`${MELATI}/unit`, `${MELATI}/warga`, `${MELATI}/ringkasan`, `${MELATI}/gerbang`, `${MAWAR}/beranda`, '/admin']) {
    statuses[path] = (await context.request.get(path, { maxRedirects: 0 })).status();
  }
  assert.deepEqual(statuses, {
    [`${MELATI}/unit`]: 403,
    [`${MELATI}/warga`]: 403,
    [`${MELATI}/ringkasan`]: 403,
    [`${MELATI}/gerbang`]: 403,
    [`${MAWAR}/beranda`]: 404,
    '/admin': 404,
  });
  await context.close();
});
