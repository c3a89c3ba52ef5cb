"""The gateway's own Python client, unchanged, against the simulator: run.py ADDRESS SERVER-KEY

Its base addresses are public class fields of ApiConfig.
"""
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

import midtransclient
from midtransclient.config import ApiConfig
from midtransclient.error_midtrans import MidtransAPIError

address, server_key = sys.argv[1:]
ApiConfig.CORE_SANDBOX_BASE_URL = address
ApiConfig.SNAP_SANDBOX_BASE_URL = f"{address}/snap/v1"
options = {"is_production": False, "server_key": server_key, "client_key": "SB-Mid-client-UJICOBA"}
core = midtransclient.CoreApi(**options)
snap = midtransclient.Snap(**options)


def order(name, **part):
    return {"transaction_details": {"order_id": name, "gross_amount": 150000}, **part}


def play(name, act):
    urlopen(f"{address}/_simulator/pay/{name}", urlencode({"act": act}).encode()).read()


def refused(call, code):
    try:
        call()
    except MidtransAPIError as error:
        assert str(error.http_status_code) == code or f'"{code}"' in error.message, (code, error)
        return
    raise AssertionError(f"{code} was expected")


for bank in ["bca", "bni", "bri", "cimb", "permata"]:
    opened = core.charge(order(f"py-{bank}", payment_type="bank_transfer", bank_transfer={"bank": bank}))
    assert opened["status_code"] == "201"
    assert opened.get("permata_va_number") or opened["va_numbers"][0]["va_number"]
bill = core.charge(
    order("py-mandiri", payment_type="echannel", echannel={"bill_info1": "Iuran", "bill_info2": "A-12"})
)
assert bill["biller_code"] == "70012"
opened = core.charge(order("py-qris", payment_type="qris", qris={"acquirer": "gopay"}))
assert core.transactions.status("py-qris")["transaction_status"] == "pending"
play(opened["transaction_id"], "settle")
told = core.transactions.notification({"transaction_id": opened["transaction_id"]})
assert told["transaction_status"] == "settlement"
back = core.transactions.refund("py-qris", {"refund_key": "r1", "amount": 50000, "reason": "Batal"})
assert back["transaction_status"] == "partial_refund"
rest = core.transactions.refundDirect("py-qris", {"refund_key": "r2", "amount": 100000, "reason": "Batal"})
assert rest["transaction_status"] == "refund"
assert core.transactions.cancel("py-bca")["transaction_status"] == "cancel"
assert core.transactions.expire("py-bni")["status_code"] == "407"
refused(lambda: core.transactions.status("nobody"), "404")
refused(lambda: core.transactions.cancel("py-qris"), "412")
refused(lambda: core.charge(order("py-bca", payment_type="qris")), "406")
page = snap.create_transaction(order("py-snap", enabled_payments=["gopay"]))
assert urlopen(page["redirect_url"]).status == 200
print("official: ok")
