// A browser that is quiet about the outside world, and people who are signed in once per run.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import path from 'node:path';
import { out } from './places.mjs';
import { people } from './people.mjs';

export const { url } = JSON.parse(process.env.KLUSTERA_E2E ?? '{"url":"http://127.0.0.1:8080"}');

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

export async function openBrowser() {
  const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  flags.push('--disable-component-update', '--disable-sync', '--disable-dev-shm-usage');
  // Chromium's sandbox refuses root; the pages are our own.
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  return chromium.launch({ executablePath: process.env.KLUSTERA_CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

// A context without a sign-in. The mobile emulation stays off: with it, an overflow reads as none.
export async function stranger(browser, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: DESK,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(10_000);
  return context;
}

// A context signed in as one of the demo people. Signing in is throttled, as it should be, so it happens once per run.
export async function signedIn(browser, who, options = {}) {
  const state = path.join(out, `signed-in-${who}.json`);
  if (!fs.existsSync(state)) {
    const context = await stranger(browser);
    const page = await context.newPage();
    await signIn(page, people[who]);
    await context.storageState({ path: `${state}.${process.pid}` });
    fs.renameSync(`${state}.${process.pid}`, state);
    await context.close();
  }
  return stranger(browser, { storageState: state, ...options });
}

// Through the form, as a person does.
export async function signIn(page, person) {
  await page.goto('/masuk');
  await page.locator('input[name="login"]').fill(person.phone);
  await page.locator('input[name="password"]').fill(person.password);
  await page.locator('main form button.utama').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/masuk'));
}

// Everything that the page complained about while it lived: script errors, refused styles, failed requests.
export function complaints(page) {
  const found = [];
  page.on('pageerror', (error) => found.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') found.push(`request: ${request.url()}`);
  });
  return found;
}
