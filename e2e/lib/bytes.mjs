// What a first visit costs on the wire, in bytes, with an empty cache and brotli.

// Opens an address in a new page of this context and counts what arrives until the network is still.
export async function firstView(context, address) {
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  const parts = new Map();
  const kinds = new Map();
  wire.on('Network.responseReceived', ({ requestId, response }) => kinds.set(requestId, response));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    const response = kinds.get(requestId);
    if (response) parts.set(new URL(response.url).pathname, { bytes: encodedDataLength, encoding: header(response, 'content-encoding') });
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.close();
  return { bytes, parts };
}

function header(response, name) {
  const found = Object.entries(response.headers).find(([key]) => key.toLowerCase() === name);
  return found ? found[1] : 'none';
}
