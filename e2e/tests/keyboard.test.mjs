// With the keyboard alone.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser, signedIn, stranger } from '../lib/browser.mjs';
import { MELATI } from '../lib/people.mjs';

const browser = await openBrowser();
after(() => browser.close());

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);

test('the first Tab is the way past the navigation, and it leads to the content', async () => {
  const context = await signedIn(browser, 'manager');
  const page = await context.newPage();
  await page.goto(`${MELATI}/unit`);
  await page.keyboard.press('Tab');
  const link = page.locator(':focus');
  assert.equal(await link.getAttribute('href'), '#isi');
  assert.ok(await link.isVisible());
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'isi');
});

test('Ctrl K finds a unit by its code, and Enter goes there', async () => {
  const context = await signedIn(browser, 'manager');
  const page = await context.newPage();
  await page.goto(`${MELATI}/ringkasan`);
  await page.keyboard.press('Control+k');
  await page.locator('#palette[open]').waitFor();
  await page.keyboard.type('B-07');
  const hit = page.locator('#palette-hits a').filter({ hasText: 'B-07' }).first();
  await hit.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/unit\//);
  assert.match(await page.locator('h1').innerText(), /B-07/);
});

test('Escape closes the palette and gives the focus back', async () => {
  const context = await signedIn(browser, 'manager');
  const page = await context.newPage();
  await page.goto(`${MELATI}/ringkasan`);
  const opener = page.locator('[data-open="#palette"]').first();
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.locator('#palette[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#palette[open]').waitFor({ state: 'detached' });
  assert.equal(await focused(page), await opener.getAttribute('class'));
});

test('signing in needs no mouse', async () => {
  const context = await stranger(browser);
  const page = await context.newPage();
  await page.goto('/masuk');
  const order = [];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    order.push(await page.evaluate(() => document.activeElement.getAttribute('type') ?? document.activeElement.tagName));
  }
  const password = order.indexOf('password');
  assert.ok(password > 0, `no password field in ${order}`);
  assert.ok(order.slice(password).some((it) => it === 'submit' || it === 'BUTTON'), `no button behind it in ${order}`);
});
