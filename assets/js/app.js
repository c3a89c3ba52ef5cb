// Our own script. Every page works without it: it only saves a page load, a tap or a look.
(() => {
const d = document, on = (name, f) => d.addEventListener(name, f);
const $ = (sel, root = d) => root.querySelector(sel), $$ = (sel, root = d) => [...root.querySelectorAll(sel)];
const words = () => $('#words')?.dataset || {};

// Toasts: one at a time, six seconds, ten with a way back; they wait while somebody points at them.
const toasts = $('#kabar');
const fade = t => setTimeout(() => t.matches(':hover,:focus-within') ? fade(t) : t.remove(), $('form', t) ? 1e4 : 6e3);
const toast = text => { const p = d.createElement('div'); p.textContent = text; toasts?.append(p); };
if (toasts) {
$$(':scope > *', toasts).forEach(fade);
new MutationObserver(list => list.forEach(m => m.addedNodes.forEach(t => {
if (t.nodeType === 1) { $$(':scope > *', toasts).forEach(o => o !== t && o.remove()); fade(t); } }))).observe(toasts, { childList: true });
}

// htmx: an answer inside a dialog opens it; the target is busy meanwhile; no answer is said in words.
on('htmx:after:settle', e => { const g = e.target.closest?.('dialog'); if (g && !g.open) g.showModal(); bulk(); });
on('drawer:close', () => $$('dialog[open]').forEach(g => g.close()));
on('htmx:finally:request', e => e.detail.ctx.target?.removeAttribute?.('aria-busy'));
on('htmx:error', e => toast(e.detail.error === 'timeout' ? words().timeout : words().offline));
on('htmx:confirm', e => {
e.preventDefault();
const g = $('#confirm'), { ctx } = e.detail, yes = $('[value=yes]', g);
$('p', g).textContent = ctx.confirm;
yes.textContent = ctx.sourceElement.dataset.verb || yes.textContent;
g.returnValue = ''; g.showModal();
g.addEventListener('close', () => g.returnValue === 'yes' ? e.detail.issueRequest() : e.detail.dropRequest(), { once: true });
});
on('htmx:before:request', e => {
const { ctx } = e.detail, name = ctx.sourceElement.dataset.progress, bar = name && $(name);
ctx.target?.setAttribute?.('aria-busy', 'true');
if (bar) ctx.fetch = (url, o) => new Promise((ok, no) => {
const x = new XMLHttpRequest();
x.open(o.method, url);
for (const k in o.headers) x.setRequestHeader(k, o.headers[k]);
bar.hidden = false;
x.upload.onprogress = p => { bar.max = p.total; bar.value = p.loaded; };
x.onload = () => {
const h = new Headers();
for (const l of x.getAllResponseHeaders().trim().split('\r\n')) { const i = l.indexOf(': '); h.append(l.slice(0, i), l.slice(i + 2)); }
ok(new Response([204, 304].includes(x.status) ? null : x.responseText, { status: x.status, headers: h }));
};
x.onerror = () => no(new TypeError('network'));
x.onabort = () => no(new DOMException('', 'AbortError'));
o.signal.addEventListener('abort', () => x.abort());
x.send(o.body);
});
});

// Taps: open, copy, share, show a password; a tap elsewhere closes menus.
on('click', async e => {
$$('details.turun[open]').forEach(m => m.contains(e.target) || (m.open = false));
const t = e.target.closest('[data-open],[data-copy],[data-share],[data-show]'), s = t?.dataset;
if (!t) return;
const g = s.open && $(s.open);
if (g) { e.preventDefault(); g.showModal(); $('input', g)?.select(); }
if (s.copy) { e.preventDefault(); await navigator.clipboard?.writeText(s.copy); toast(words().copied); }
if (s.share && navigator.share) { e.preventDefault(); navigator.share({ url: s.share, text: s.text }).catch(() => {}); }
if (s.show !== undefined) { const i = $('input', t.parentNode), seen = i.type === 'text'; i.type = seen ? 'password' : 'text'; t.setAttribute('aria-pressed', !seen); }
});

// Keys: Ctrl K and / search, arrows walk through what was found, Esc closes the menu or clears the ticks.
on('keydown', e => {
const typing = /INPUT|TEXTAREA|SELECT/.test(d.activeElement.tagName), p = $('#palette');
if (p && ((e.metaKey || e.ctrlKey) && e.key === 'k' || e.key === '/' && !typing)) { e.preventDefault(); p.open || p.showModal(); $('input', p).select(); }
if (p?.open && /^Arrow(Up|Down)$/.test(e.key)) {
const all = $$('input,a', p), i = all.indexOf(d.activeElement) + (e.key === 'ArrowDown' ? 1 : -1);
e.preventDefault(); all.at(i % all.length)?.focus();
}
if (e.key !== 'Escape') return;
const m = $('details.turun[open]');
if (m) { m.open = false; $('summary', m).focus(); }
else if (!$('dialog[open]')) { $$('tbody [data-k=cek] :checked').forEach(c => { c.checked = false; }); bulk(); }
});

// Ticks: the bar says how many, the head says all, some or none.
const bulk = () => $$('form:has(.massal)').forEach(f => {
const all = $$('tbody [data-k=cek] input', f), n = all.filter(c => c.checked).length, head = $('[data-check-all]', f);
$('[data-chosen]', f).textContent = n;
if (head) { head.checked = n > 0 && n === all.length; head.indeterminate = n > 0 && n < all.length; }
});
on('change', e => {
const t = e.target;
if (t.dataset.checkAll !== undefined) $$('tbody [data-k=cek] input', t.form).forEach(c => { c.checked = t.checked; });
if (t.dataset.file) $(t.dataset.file).textContent = t.files[0]?.name || '';
bulk();
});

// Thousands get their dots while typing, and the caret stays where it was.
on('input', e => {
const i = e.target;
if (i.dataset.rupiah === undefined) return;
const back = i.value.length - i.selectionStart;
i.value = i.value.replace(/\D/g, '').replace(/\B(?=(\d{3})+(?!\d))/g, '.');
const at = Math.max(0, i.value.length - back);
i.setSelectionRange(at, at);
});

// The theme changes at once; the server remembers it. A form is sent once, also after a double tap.
on('submit', e => {
const f = e.target, b = e.submitter;
if (f.matches('[data-appearance]') && b?.name === 'tema') {
e.preventDefault();
$('html').dataset.tema = b.value;
$$('[name=tema]').forEach(x => x.setAttribute('aria-pressed', x.value === b.value));
fetch(f.action, { method: 'POST', body: new URLSearchParams(new FormData(f, b)), redirect: 'manual' });
} else if (f.method === 'post' && !f.matches('[hx-post]')) {
if (f.dataset.sent) e.preventDefault();
f.dataset.sent = 1; b?.setAttribute('aria-busy', 'true');
}
});
addEventListener('pageshow', () => $$('form[data-sent]').forEach(f => { delete f.dataset.sent; $$('[aria-busy]', f).forEach(b => b.removeAttribute('aria-busy')); }));

$$('[data-show]').forEach(b => { b.hidden = false; });
$('#mistakes')?.focus();
bulk();
})();
