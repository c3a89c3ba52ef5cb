// A complaint from a phone: a photo of twelve megapixels becomes small before it travels, and what is written without a
// signal waits on the phone and is filed once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe } from '../lib/axe.mjs';
import { PHONE, openBrowser, signedIn } from '../lib/browser.mjs';
import { MELATI } from '../lib/people.mjs';

const NEW = `${MELATI}/keluhan-saya/baru`;
let browser, context, budi, lamp;

before(async () => {
  browser = await openBrowser();
  context = await signedIn(browser, 'resident', { viewport: PHONE });
  budi = await context.newPage();
  lamp = await photographed(budi);
});
after(() => browser?.close());

// A street lamp at dusk as a camera of twelve megapixels sees it, grain and all.
async function photographed(page) {
  await page.goto(NEW);
  const data = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000), pen = canvas.getContext('2d');
    const sky = pen.createLinearGradient(0, 0, 0, 3000);
    sky.addColorStop(0, '#1d2b4d');
    sky.addColorStop(1, '#c9885a');
    pen.fillStyle = sky;
    pen.fillRect(0, 0, 4000, 3000);
    pen.fillStyle = '#222';
    pen.fillRect(1950, 700, 90, 2300);
    pen.fillRect(1950, 700, 700, 70);
    pen.fillStyle = '#555';
    pen.beginPath();
    pen.arc(2620, 820, 110, 0, 7);
    pen.fill();
    let seed = 1;
    for (let i = 0; i < 400000; i += 1) {
      seed = (seed * 48271) % 2147483647;
      pen.fillStyle = `rgb(255 255 255 / ${(seed % 9) / 90})`;
      pen.fillRect(seed % 4000, (seed >> 9) % 3000, 3, 3);
    }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  });
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(data, 'base64') };
}

async function written(page, words) {
  await page.goto(NEW);
  await page.locator('input[name="kategori"][value="electricity"]').check({ force: true });
  await page.locator('input[name="tempat"][value="umum"]').check({ force: true });
  await page.locator('[name="lokasi"]').fill('Depan A-12');
  await page.locator('[name="kata"]').fill(words);
}
const previews = (page) => page.locator('[data-pratinjau] img');
const filed = (page, words) => page.locator('main .daftar:not([data-antre] .daftar) li', { hasText: words });

test('photos are shown before they are sent, small ones travel, and one is taken away again', async () => {
  assert.ok(lamp.buffer.length > 1_500_000, `a camera makes more than ${lamp.buffer.length} bytes`);
  await written(budi, `Lampu padam (${process.pid})`);
  await budi.locator('#foto').setInputFiles(lamp);
  await budi.locator('#foto-galeri').setInputFiles([lamp, lamp]);
  await previews(budi).nth(2).waitFor();
  await budi.getByRole('button', { name: 'Hapus foto 3' }).click();
  assert.equal(await previews(budi).count(), 2);
  await budi.getByText('Foto siap kirim: 2').waitFor();
  const size = await previews(budi).first().evaluate((img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight]));
  assert.deepEqual(size, [2048, 1536]);
  assert.deepEqual(await axe(budi), []);
  const wide = await budi.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `${wide} wide`);
});

test('without a signal it stays on the phone, and goes once when the signal is back', async () => {
  await context.setOffline(true);
  await budi.getByRole('button', { name: 'Kirim keluhan' }).click();
  const box = budi.locator('[data-antre]');
  await box.getByText('Tersimpan di HP, dikirim saat ada sinyal.').waitFor();
  await box.locator('li', { hasText: `Lampu padam (${process.pid})` }).waitFor();
  await box.getByText('Foto 2').waitFor();
  assert.equal(await budi.locator('[name="kata"]').inputValue(), '');
  assert.deepEqual(await axe(budi), []);
  const sent = budi.waitForResponse((it) => it.request().method() === 'POST');
  await context.setOffline(false);
  const request = (await sent).request();
  assert.equal((await sent).status(), 204);
  const bytes = Number((await request.allHeaders())['content-length']);
  assert.ok(bytes < lamp.buffer.length, `two photos travelled in ${bytes} bytes, one was ${lamp.buffer.length}`);
  await box.waitFor({ state: 'hidden' });
  await budi.goto(`${MELATI}/keluhan-saya`);
  assert.equal(await filed(budi, `Lampu padam (${process.pid})`).count(), 1);
  await filed(budi, `Lampu padam (${process.pid})`).getByRole('link').click();
  await budi.locator('img.foto-kecil').nth(1).waitFor();
  assert.equal(await budi.locator('img.foto-kecil').count(), 2);
});

test('an answer that got lost is asked for again, and nothing is filed twice', async () => {
  const words = `Lampu taman (${process.pid})`;
  await written(budi, words);
  await budi.route('**/keluhan-saya', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await budi.getByRole('button', { name: 'Kirim keluhan' }).click();
  await budi.locator('[data-antre] li', { hasText: words }).waitFor();
  await budi.unroute('**/keluhan-saya');
  const again = budi.waitForResponse((it) => it.request().method() === 'POST');
  await budi.goto(`${MELATI}/keluhan-saya`);
  assert.equal((await again).status(), 204);
  await filed(budi, words).waitFor();
  await budi.locator('[data-antre]').waitFor({ state: 'hidden' });
  await budi.reload();
  assert.equal(await filed(budi, words).count(), 1);
});

test('what the server refuses is said on the form, and the photo is still there', async () => {
  await budi.goto(NEW);
  await budi.locator('#foto').setInputFiles(lamp);
  await previews(budi).first().waitFor();
  await budi.locator('input[name="tempat"][value="umum"]').check({ force: true });
  await budi.locator('[name="kata"]').fill('Tanpa tempat');
  await budi.getByRole('button', { name: 'Kirim keluhan' }).click();
  await budi.locator('#mistakes').waitFor();
  assert.equal(await budi.locator('[name="kata"]').inputValue(), 'Tanpa tempat');
  assert.equal(await previews(budi).count(), 1);
});
