// Without JavaScript every action is a plain link or form. The neighbour complex, so that no other journey is disturbed.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, signIn, stranger } from '../lib/browser.mjs';
import { MAWAR, neighbour } from '../lib/people.mjs';

const browser = await openBrowser();
const context = await stranger(browser, { javaScriptEnabled: false });
const page = await context.newPage();
after(() => browser.close());

test('the manager signs in', async () => {
  await signIn(page, neighbour);
  assert.equal(new URL(page.url()).pathname, neighbour.home);
});

test('the list of units is searched and filtered by sending the form', async () => {
  await page.goto(`${MAWAR}/unit`);
  const all = await page.locator('tbody tr').count();
  assert.equal(all, 50);
  await page.locator('#q').fill('MP-05');
  await page.locator('.saringan').getByRole('button').click();
  assert.match(page.url(), /q=MP-05/);
  assert.equal(await page.locator('tbody tr').count(), 1);
  assert.match(await page.locator('tbody tr').innerText(), /MP-05/);
});

test('a unit is changed, and the next page says so', async () => {
  await page.goto(`${MAWAR}/unit/MP-05/ubah`);
  await page.locator('input[name="tipe"]').fill('Tipe 54');
  await page.locator('main form[method="post"] button').last().click();
  assert.match(page.url(), /\/unit\/MP-05$/);
  assert.match(await page.locator('#kabar').innerText(), /MP-05|disimpan/i);
  assert.match(await page.locator('main').innerText(), /Tipe 54/);
});

test('a mistake gives the form back with what was typed and a sentence at the field', async () => {
  await page.goto(`${MAWAR}/unit/MP-05/ubah`);
  await page.locator('input[name="tanah"]').fill('seratus');
  await page.locator('main form[method="post"] button').last().click();
  assert.equal(await page.locator('input[name="tanah"]').inputValue(), 'seratus');
  assert.equal(await page.locator('input[name="tanah"]').getAttribute('aria-invalid'), 'true');
});
