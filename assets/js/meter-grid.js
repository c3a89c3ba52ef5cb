// The sheet of meter readings, as people know it from a spreadsheet: Enter and the arrows go down and up, a pasted
// column fills the rows below, and the use is counted while somebody types. The server counts again and decides.
const sheet = document.querySelector('[data-lembar]');
const fields = sheet ? [...sheet.querySelectorAll('[data-angka]')] : [];
const english = document.documentElement.lang === 'en';

// 1.234,5 and 1234,5 and 1234.5 are figures; a dot before three digits parts thousands.
const figure = text => {
let t = text.trim().replace(/\s/g, '');
if (t.includes(',')) t = t.replaceAll('.', '').replace(',', '.');
else if (/^[1-9]\d{0,2}(\.\d{3})+$/.test(t)) t = t.replaceAll('.', '');
return /^\d+(\.\d+)?$/.test(t) ? Number(t) : NaN;
};

const count = field => {
const row = field.closest('tr'), out = row.querySelector('output');
if (!field.dataset.angka) return;
const now = figure(field.value), used = now - Number(field.dataset.angka);
const low = used < 0;
row.classList.toggle('lebih-rendah', low);
out.value = Number.isNaN(used) ? '' : new Intl.NumberFormat(english ? 'en' : 'id', { maximumFractionDigits: 3 }).format(used).replace('-', '−');
};

const go = (field, step) => {
const next = fields[fields.indexOf(field) + step];
if (!next) return false;
next.focus();
next.select();
return true;
};

const fill = (field, lines) => {
const from = fields.indexOf(field);
lines.slice(0, fields.length - from).forEach((line, at) => {
fields[from + at].value = line;
count(fields[from + at]);
});
const last = fields[Math.min(from + lines.length, fields.length) - 1];
last.focus();
};

if (sheet) {
sheet.addEventListener('input', e => { if (fields.includes(e.target)) count(e.target); });
sheet.addEventListener('keydown', e => {
if (!fields.includes(e.target) || e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
const step = e.key === 'ArrowUp' || (e.key === 'Enter' && e.shiftKey) ? -1 : e.key === 'ArrowDown' || e.key === 'Enter' ? 1 : 0;
if (!step) return;
// Behind the last row Enter saves, as in any form.
if (go(e.target, step) || e.key !== 'Enter' || step < 0) e.preventDefault();
});
sheet.addEventListener('paste', e => {
if (!fields.includes(e.target)) return;
const lines = e.clipboardData.getData('text').replace(/\r/g, '').replace(/\n$/, '').split('\n').map(line => line.split('\t')[0].trim());
if (lines.length < 2) return;
e.preventDefault();
fill(e.target, lines);
});
sheet.addEventListener('focusin', e => { if (fields.includes(e.target)) e.target.scrollIntoView({ block: 'nearest' }); });
}
