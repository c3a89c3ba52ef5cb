// The gateway's own Node client, unchanged, against the simulator: run.mjs ADDRESS SERVER-KEY
// Its base addresses are public static fields of ApiConfig.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const midtrans = require('midtrans-client')
const ApiConfig = require('midtrans-client/lib/apiConfig')
const [address, serverKey] = process.argv.slice(2)
ApiConfig.CORE_SANDBOX_BASE_URL = address
ApiConfig.SNAP_SANDBOX_BASE_URL = `${address}/snap/v1`

const options = { isProduction: false, serverKey, clientKey: 'SB-Mid-client-UJICOBA' }
const core = new midtrans.CoreApi(options)
const snap = new midtrans.Snap(options)
const order = (id, part) => ({ transaction_details: { order_id: id, gross_amount: 150000 }, ...part })
const play = (id, act) =>
  fetch(`${address}/_simulator/pay/${id}`, { method: 'POST', body: new URLSearchParams({ act }) })

for (const bank of ['bca', 'bni', 'bri', 'cimb', 'permata']) {
  const opened = await core.charge(order(`node-${bank}`, { payment_type: 'bank_transfer', bank_transfer: { bank } }))
  assert.equal(opened.status_code, '201')
  assert.ok(opened.permata_va_number ?? opened.va_numbers[0].va_number)
}
const opened = await core.charge(order('node-qris', { payment_type: 'qris', qris: { acquirer: 'gopay' } }))
assert.equal((await core.transaction.status('node-qris')).transaction_status, 'pending')
await play(opened.transaction_id, 'settle')
const told = await core.transaction.notification({ transaction_id: opened.transaction_id })
assert.equal(told.transaction_status, 'settlement')
const back = await core.transaction.refund('node-qris', { refund_key: 'r1', amount: 50000, reason: 'Batal' })
assert.equal(back.transaction_status, 'partial_refund')
const rest = await core.transaction.refundDirect('node-qris', { refund_key: 'r2', amount: 100000, reason: 'Batal' })
assert.equal(rest.transaction_status, 'refund')
assert.equal((await core.transaction.cancel('node-bca')).transaction_status, 'cancel')
assert.equal((await core.transaction.expire('node-bni')).status_code, '407')
await assert.rejects(core.transaction.status('nobody'), (error) => error.httpStatusCode === 404)
await assert.rejects(core.transaction.cancel('node-qris'), (error) => error.httpStatusCode === '412')
const page = await snap.createTransaction(order('node-snap', { enabled_payments: ['gopay'] }))
assert.equal((await fetch(page.redirect_url)).status, 200)
await assert.rejects(core.charge(order('node-bca', { payment_type: 'qris' })), (error) => error.httpStatusCode === '406')
console.log('official: ok')
