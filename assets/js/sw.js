// Shows notices while no page is open. It answers no request and keeps no page: without a network the site is away,
// and says so itself.
const page = url => {
const at = new URL(url || '/', self.location.origin);
return at.origin === self.location.origin ? at.href : self.location.origin + '/';
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', e => e.waitUntil(self.clients.claim()));

// Browsers demand that every push is shown; one that cannot be read still says that there is something.
self.addEventListener('push', e => {
let said = {};
try { said = e.data ? e.data.json() : {}; } catch { said = {}; }
const shown = { body: said.body || '', icon: '/aset/ikon/app-192.png', badge: '/aset/ikon/app-192.png', data: { url: page(said.url) } };
if (said.tag) { shown.tag = said.tag; shown.renotify = true; }
e.waitUntil(self.registration.showNotification(said.title || 'Klustera', shown));
});

self.addEventListener('notificationclick', e => {
e.notification.close();
const url = page(e.notification.data && e.notification.data.url);
e.waitUntil(self.clients.matchAll({ type: 'window' }).then(all => {
const open = all.find(client => client.url === url);
return open ? open.focus() : self.clients.openWindow(url);
}));
});
