// Our own script. Every page works without it: it only saves a page load, a tap or a look.
// The build strips comments and spaces; no string here spans lines, no regular expression holds a quote.
(() => {
const d = document, on = (name, f) => d.addEventListener(name, f), stop = e => e.preventDefault();
const $ = (q, r = d) => r.querySelector(q), $$ = (q, r = d) => [...r.querySelectorAll(q)];

// Toasts: one at a time, six seconds, ten with a way back; they wait while somebody points at them.
const box = $('#kabar'), words = box.dataset;
const fade = t => setTimeout(() => t.matches(':hover,:focus-within') ? fade(t) : t.remove(), $('form', t) ? 1e4 : 6e3);
const say = text => { const t = d.createElement('div'); t.textContent = text; box.append(t); };
let last;
const tidy = () => { const t = box.lastElementChild; if (t && t !== last) fade(last = t); while (box.children[1]) box.firstElementChild.remove(); };
new MutationObserver(tidy).observe(box, { childList: true });

const busy = (t, is) => { if (t) t.ariaBusy = is; };
const ticks = f => $$('[data-k=cek] input', f);
const count = () => $$('form:has(.massal)').forEach(f => {
const all = ticks(f).length, n = $$('[data-k=cek] :checked', f).length, head = $('[data-check-all]', f);
$('[data-chosen]', f).textContent = n;
if (head) { head.checked = n && n === all; head.indeterminate = n && n < all; }
});
// What a new page or fragment needs: counted ticks, the eye on the mistakes.
const ready = root => { count(); $('#mistakes:not(.pameran *)', root)?.focus(); };

// htmx: an answer inside a dialog opens it; the target is busy meanwhile; no answer is said in words.
on('htmx:after:settle', ({ target: t }) => { if (!t.closest) return; t.closest('dialog:not([open])')?.showModal(); ready(t); });
on('drawer:close', () => $$('dialog[open]').forEach(g => g.close()));
on('htmx:finally:request', e => busy(e.detail.ctx.target, null));
on('htmx:error', e => say(words[e.detail.error] || words.offline));
on('htmx:confirm', e => {
stop(e);
const g = $('#confirm'), { ctx } = e.detail, yes = $('[value=yes]', g);
$('p', g).textContent = ctx.confirm;
yes.textContent = ctx.sourceElement.dataset.verb || words.yes;
g.returnValue = '';
g.showModal();
g.onclose = () => e.detail[g.returnValue === 'yes' ? 'issueRequest' : 'dropRequest']();
});
on('htmx:before:request', e => {
const { ctx } = e.detail, id = ctx.sourceElement.dataset.progress, bar = id && $(id);
busy(ctx.target, true);
if (bar) ctx.fetch = (url, o) => new Promise((ok, no) => {
const x = new XMLHttpRequest();
x.open(o.method, url);
for (const k in o.headers) x.setRequestHeader(k, o.headers[k]);
bar.hidden = false;
x.upload.onprogress = p => { bar.max = p.total; bar.value = p.loaded; };
x.onload = () => ok(new Response(x.status === 204 ? null : x.response, { status: x.status,
headers: x.getAllResponseHeaders().trim().split('\r\n').map(l => l.split(/:(.*)/, 2)) }));
x.onerror = x.onabort = () => no(new TypeError('network'));
o.signal.onabort = () => x.abort();
x.send(o.body);
});
});

// Taps: open, copy, share, show a password; a tap elsewhere closes menus.
on('click', e => {
$$('.turun[open]').forEach(m => m.open = m.contains(e.target));
const t = e.target.closest('[data-open],[data-copy],[data-share],[data-show]'), s = t?.dataset || {}, g = s.open && $(s.open);
if (g) { stop(e); g.showModal(); }
if (s.copy) { stop(e); navigator.clipboard?.writeText(s.copy).then(() => say(words.copied)); }
if (s.share && navigator.share) { stop(e); navigator.share({ url: s.share, text: s.text }).catch(() => 0); }
if ('show' in s) { const i = $('input', t.parentNode), hide = i.type === 'text'; i.type = hide ? 'password' : 'text'; t.ariaPressed = !hide; }
});

// Keys: Ctrl K and / search, arrows walk through what was found, Esc closes the menu or clears the ticks.
on('keydown', e => {
const k = e.key, at = d.activeElement, p = $('#palette');
if (p && (k === 'k' && (e.metaKey || e.ctrlKey) || k === '/' && !at.matches('input,textarea,select'))) { stop(e); p.open || p.showModal(); }
if (p?.open && /^Arrow[UD]/.test(k)) { const all = $$('input,a', p); stop(e); all.at((all.indexOf(at) + (k === 'ArrowUp' ? -1 : 1)) % all.length).focus(); }
if (k !== 'Escape' || $('dialog[open]')) return;
const m = $('.turun[open]');
if (m) { m.open = false; $('summary', m).focus(); } else { ticks().forEach(c => c.checked = false); count(); }
});

on('change', e => {
const t = e.target, s = t.dataset;
if ('checkAll' in s) ticks(t.form).forEach(c => c.checked = t.checked);
if (s.file) $(s.file).textContent = [...t.files].map(f => f.name).join(', ');
count();
});

// Thousands get their dots while typing, and the caret stays where it was.
on('input', e => {
const i = e.target;
if (!('rupiah' in i.dataset)) return;
const back = i.selectionStart - i.value.length;
i.value = i.value.replace(/\D/g, '').replace(/\B(?=(\d{3})+(?!\d))/g, '.');
i.selectionStart = i.selectionEnd = Math.max(0, i.value.length + back);
});

// The theme changes at once and the server remembers it. A form is sent once, also after a double tap; after five
// seconds it may be sent again, because the person may have come back to it.
on('submit', e => {
const f = e.target, b = e.submitter;
if (b?.name === 'tema') {
stop(e);
d.documentElement.dataset.tema = b.value;
$$('[name=tema]').forEach(x => x.ariaPressed = x.value === b.value);
fetch(f.action, { method: 'POST', body: new URLSearchParams(new FormData(f, b)) });
} else if (f.method === 'post' && !f.hasAttribute('hx-post')) {
if (f.dataset.sent) stop(e);
f.dataset.sent = 1;
busy(b, true);
setTimeout(() => { f.dataset.sent = ''; busy(b, null); }, 5e3);
}
});
tidy();
ready(d);
})();
