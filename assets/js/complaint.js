// Complaints from a phone: photos are made small before they travel, shown, and taken away again; what cannot be sent now
// waits in this browser and goes when the network is back. Each carries a key, so that the server files it once. The
// server decides about everything else; without this script the form is sent as it is.
const d = document, $ = (q, r = d) => r.querySelector(q);
const MOST = 6, SIDE = 2048, QUALITY = .85;
const queue = $('[data-antre]');
const say = text => { const t = d.createElement('div'); t.textContent = text; $('#kabar')?.append(t); };
const fresh = () => { const b = crypto.getRandomValues(new Uint8Array(16)); b[6] = b[6] & 15 | 64; b[8] = b[8] & 63 | 128;
return [...b].map((x, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + x.toString(16).padStart(2, '0')).join(''); };

// What waits, in the browser's own store, by its key.
const store = (mode, work) => new Promise((ok, no) => {
const open = indexedDB.open('klustera', 1);
open.onupgradeneeded = () => open.result.createObjectStore('keluhan', { keyPath: 'key' });
open.onerror = () => no(open.error);
open.onsuccess = () => {
const tx = open.result.transaction('keluhan', mode), asked = work(tx.objectStore('keluhan'));
tx.oncomplete = () => { open.result.close(); ok(asked.result); };
tx.onerror = tx.onabort = () => { open.result.close(); no(tx.error); };
};
});
// Another person who signs in on this phone neither sees nor sends it.
const own = item => item && item.owner === queue.dataset.antre && item.action === queue.dataset.ke;
const waiting = async () => (await store('readonly', s => s.getAll())).filter(own).sort((a, b) => a.at - b.at);
const keep = item => store('readwrite', s => s.put(item));
const drop = key => store('readwrite', s => s.delete(key));

// Upright, at most 2048 pixels long; what a browser cannot read is left to the server, which says why.
const shrink = async file => {
let picture;
try { picture = await createImageBitmap(file, { imageOrientation: 'from-image' }); } catch { return file; }
const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height)), canvas = d.createElement('canvas');
canvas.width = Math.max(1, Math.round(picture.width * scale));
canvas.height = Math.max(1, Math.round(picture.height * scale));
const pen = canvas.getContext('2d');
pen.fillStyle = '#fff';
pen.fillRect(0, 0, canvas.width, canvas.height);
pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
picture.close();
const small = await new Promise(ok => canvas.toBlob(ok, 'image/jpeg', QUALITY));
return small && (scale < 1 || small.size < file.size) ? small : file;
};

// The chosen photos outlive the form: it may come back with a mistake elsewhere.
let photos = [], shrinking = Promise.resolve();
const name = at => 'foto-' + (at + 1) + '.jpg';
const show = () => {
const box = $('[data-pratinjau]');
if (!box) return;
const rows = photos.map((photo, at) => {
const row = $('[data-satu-foto]').content.cloneNode(true), img = $('img', row), button = $('button', row);
img.src = photo.url;
img.alt = box.dataset.foto + ' ' + (at + 1);
button.ariaLabel = box.dataset.hapus + ' ' + (at + 1);
button.onclick = () => { URL.revokeObjectURL(photo.url); photos.splice(at, 1); show(); $('#foto').focus(); };
return row;
});
box.replaceChildren(...rows);
$('[data-siap]').textContent = photos.length ? box.dataset.siap + ' ' + photos.length : '';
};
const add = blob => photos.push({ blob, url: URL.createObjectURL(blob) });
const take = input => {
const files = [...input.files].slice(0, Math.max(0, MOST - photos.length)), box = $('[data-pratinjau]');
if (files.length < input.files.length) say(box.dataset.cukup);
input.value = '';
shrinking = shrinking.then(async () => {
box.ariaBusy = true;
for (const file of files) { add(await shrink(file)); show(); }
box.ariaBusy = null;
});
};

// 204 with an address: filed. Anything else that the server says is for eyes; silence and its own trouble mean later.
const post = async item => {
const body = new FormData();
item.fields.forEach(([key, value]) => body.append(key, value));
item.photos.forEach((photo, at) => body.append('foto', photo, name(at)));
let answer;
try {
answer = await fetch(item.action, { method: 'POST', body, headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } });
} catch { return { later: true }; }
const to = answer.headers.get('hx-redirect');
if (answer.status === 401) return { later: true, signIn: to };
if (answer.ok && to) return { to };
if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return { later: true };
const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
const why = [...page.querySelectorAll('#mistakes li,hx-partial p')].map(it => it.textContent.trim()).join(' ');
return { page, why: why || $('h1', page)?.textContent || String(answer.status) };
};

const list = async () => {
const items = await waiting(), rows = $('ul', queue);
rows.replaceChildren(...items.map(item => {
const row = $('template', queue).content.cloneNode(true), [what, when] = $('div', row).children;
what.textContent = item.title;
when.textContent = new Date(item.at).toLocaleString(d.documentElement.lang) + ' · ' + queue.dataset.foto + ' ' + item.photos.length;
$('[data-salah]', row).textContent = item.why || '';
$('a', row).href = item.action + '/baru#' + item.key;
$('button', row).onclick = async () => { await drop(item.key); list(); };
return row;
}));
queue.hidden = !items.length;
return items;
};

const flush = async () => {
const form = $('form[data-keluhan]');
let sent = 0;
for (const item of await list()) {
// Somebody is changing it just now.
if (form && item.key === location.hash.slice(1)) continue;
const { to, later, signIn, page, why } = await post(item);
if (signIn) $('[data-masuk]', queue).hidden = false;
if (later) break;
if (to) { await drop(item.key); sent += 1; }
if (page) await keep({ ...item, why });
}
await list();
// The list of complaints is not what it was; a form that somebody writes in stays.
if (sent && !form) location.reload();
else if (sent) say(queue.dataset.terkirim);
};
// One tab sends; a second one that came too late finds nothing.
const send = () => navigator.locks ? navigator.locks.request('keluhan', { ifAvailable: true }, lock => lock && flush()) : flush();

const again = async form => {
const item = await store('readonly', s => s.get(location.hash.slice(1)));
if (!own(item)) return;
item.fields.forEach(([key, value]) => {
const at = form.elements[key];
if (at) at.value = value;
});
item.photos.forEach(add);
show();
};

const later = async (form, item) => {
try {
await keep(item);
navigator.storage?.persist?.();
} catch { return say(queue.dataset.gagal); }
form.reset();
form.elements.kunci.value = fresh();
photos.forEach(photo => URL.revokeObjectURL(photo.url));
photos = [];
show();
await list();
queue.scrollIntoView({ block: 'nearest' });
say(queue.dataset.tersimpan);
};

const bind = form => {
form.querySelectorAll('[type=file]').forEach(input => input.addEventListener('change', () => take(input)));
form.addEventListener('submit', async e => {
e.preventDefault();
if (form.ariaBusy) return;
form.ariaBusy = true;
await shrinking;
const fields = [...new FormData(form)].filter(([key]) => key !== 'foto');
const words = form.elements.kata.value.trim() || form.elements.lokasi.value.trim() || form.elements.kategori.value;
const item = { key: form.elements.kunci.value, owner: queue.dataset.antre, action: queue.dataset.ke, at: Date.now(),
title: words.slice(0, 80), fields, photos: photos.map(photo => photo.blob) };
const { to, later: wait, page, why } = await post(item);
form.ariaBusy = null;
if (to) { await drop(item.key).catch(() => 0); location.assign(to); }
else if (wait) await later(form, item);
else if ($('form[data-keluhan]', page)) {
$('main').replaceWith($('main', page));
bind($('form[data-keluhan]'));
show();
$('#mistakes')?.focus();
} else say(why);
});
};

if (queue) {
const form = $('form[data-keluhan]');
if (form) { bind(form); again(form).catch(() => 0); }
addEventListener('online', () => send().catch(() => 0));
send().catch(() => 0);
}
