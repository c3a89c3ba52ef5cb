// What axe does not see: boxes past the edge, words wider than their box, controls too small for a thumb.

export const WIDTHS = [320, 360, 390, 768, 1280];
const TOUCH_WIDTH = 768;
const THUMB = 44;
const FRAMES = 12;

// Complaints about one page at one width. The page must have that width already.
export async function geometry(page, width) {
  let found;
  // A new width reaches the boxes some frames later, and on a busy machine not all of them in the same one: what is wrong
  // stays wrong.
  for (let tries = 0; tries < FRAMES && found?.length !== 0; tries += 1) {
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    found = await page.evaluate(measure, { width, touch: width < TOUCH_WIDTH, thumb: THUMB });
  }
  return found;
}

function measure({ width, touch, thumb }) {
  const found = [];
  const name = (element) => {
    const classes = String(element.className.baseVal ?? element.className).trim().split(/\s+/).slice(0, 2).join('.');
    return `${element.tagName.toLowerCase()}${classes ? `.${classes}` : ''} “${element.textContent.trim().slice(0, 24)}”`;
  };
  // Inside something that scrolls or is meant for ears only, a box may be anywhere.
  const mayOverflow = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (/auto|scroll|hidden|clip/.test(style.overflowX) && at !== element) return true;
      if (/auto|scroll|hidden|clip/.test(style.overflowX) && at === element) return true;
      if (style.visibility === 'hidden' || style.clipPath === 'inset(50%)') return true;
      if (style.position === 'absolute' && at.getBoundingClientRect().right < 0) return true;
    }
    return false;
  };
  const scrollWidth = document.documentElement.scrollWidth;
  if (scrollWidth > width) found.push(`the page scrolls sideways: ${scrollWidth} > ${width}`);
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || element.closest('svg') || mayOverflow(element)) continue;
    if (box.right > width + 1) {
      found.push(`past the edge (${Math.round(box.right)}): ${name(element)}`);
    } else if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) {
      if (getComputedStyle(element).display !== 'inline') found.push(`wider than its box: ${name(element)}`);
    }
  }
  if (touch) {
    const controls = 'button, [role="button"], .tombol, select, input:not([type="checkbox"], [type="radio"], [type="file"], [type="hidden"]), .dok a';
    for (const element of document.querySelectorAll(controls)) {
      const box = element.getBoundingClientRect();
      // A pixel of rounding is no thumb's width.
      if (box.width > 1 && box.height > 1 && box.height < thumb - 0.5 && !mayOverflow(element)) {
        found.push(`lower than ${thumb} px (${Math.round(box.height)}): ${name(element)}`);
      }
    }
  }
  return found.slice(0, 6);
}
