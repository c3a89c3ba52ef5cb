// Turns notices on in this browser. Permission is asked when somebody taps, never before; what stands here is said in
// words that the page brings along. The server decides whether it takes the browser.
const box = document.querySelector('[data-push]');

const show = state => box.querySelectorAll('[data-keadaan]').forEach(p => { p.hidden = p.dataset.keadaan !== state; });
const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
const mark = async text => {
const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
return [...new Uint8Array(hash)].map(b => b.toString(16).padStart(2, '0')).join('');
};

const state = async () => {
if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return show('tidak-bisa');
if (Notification.permission === 'denied') return show('terblokir');
const worker = await navigator.serviceWorker.getRegistration('/');
const own = worker && await worker.pushManager.getSubscription();
const here = own && document.querySelector('[data-perangkat="' + await mark(own.endpoint) + '"]');
if (here) here.querySelector('[data-ini]').hidden = false;
show(here ? 'aktif' : 'mati');
};

// A subscription for another key (another installation at this address) is of no use to this one.
const subscribe = async worker => {
const wish = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) };
try {
return await worker.pushManager.subscribe(wish);
} catch (e) {
const old = await worker.pushManager.getSubscription();
if (!old) throw e;
await old.unsubscribe();
return worker.pushManager.subscribe(wish);
}
};

const turnOn = async button => {
button.disabled = true;
try {
if (await Notification.requestPermission() !== 'granted') return await state();
await navigator.serviceWorker.register('/sw.js');
const own = (await subscribe(await navigator.serviceWorker.ready)).toJSON();
const form = box.querySelector('form');
form.elements.alamat.value = own.endpoint;
form.elements.kunci.value = own.keys.p256dh;
form.elements.rahasia.value = own.keys.auth;
form.submit();
} catch {
show('gagal');
} finally {
button.disabled = false;
}
};

if (box) {
box.querySelectorAll('[data-aktifkan]').forEach(button => button.addEventListener('click', () => turnOn(button)));
state().catch(() => show('gagal'));
}
