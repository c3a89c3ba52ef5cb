// axe in the page, with every rule of WCAG 2.0 to 2.2 at A and AA and the best practices.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// One line for each violation, with the first place where it stands.
export async function axe(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const violations = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then((result) => result.violations),
    TAGS,
  );
  return violations.map((it) => {
    const [first] = it.nodes;
    const detail = first.any[0]?.message ?? first.all[0]?.message ?? first.none[0]?.message ?? it.help;
    return `${it.id} × ${it.nodes.length}: ${first.target.join(' ')}: ${detail}`;
  });
}
