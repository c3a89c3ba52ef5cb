// Looks at one page in every way that a machine can: width by width, both themes, axe, and what the console says.
import { axe } from './axe.mjs';
import { DESK, PHONE, complaints } from './browser.mjs';
import { WIDTHS, geometry } from './geometry.mjs';

const HEIGHT = 800;

// Everything that is wrong with the page, one line each. `expected` is the status that it should answer with.
export async function look(context, address, expected = 200) {
  const page = await context.newPage();
  const noises = complaints(page);
  const wrong = [];
  try {
    // Loaded once for each theme: a colour on its way from one theme to the other is in neither.
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const answer = await page.goto(address, { waitUntil: 'load' });
      if (answer.status() !== expected) wrong.push(`answers ${answer.status()} instead of ${expected}`);
      for (const width of WIDTHS) {
        const forAxe = width === PHONE.width || width === DESK.width;
        if (colorScheme === 'dark' && !forAxe) continue;
        await page.setViewportSize({ width, height: HEIGHT });
        if (colorScheme === 'light') wrong.push(...(await geometry(page, width)).map((line) => `${width} px: ${line}`));
        if (forAxe) wrong.push(...(await axe(page)).map((line) => `${width} px ${colorScheme}: ${line}`));
      }
    }
    // A page that should be refused says so on the console too.
    wrong.push(...noises.filter((line) => expected < 400 || !line.includes('status of')));
  } finally {
    await page.close();
  }
  return wrong;
}
