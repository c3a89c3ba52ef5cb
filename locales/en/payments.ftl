# Payments: cash, transfers, receipts, refunds

# Common words
payment-cash = Cash
payment-transfer = Transfer
payment-other = Other
payment-gateway = Payment gateway
payment-waiting = Waiting
payment-needs-info = Needs information
payment-verified = Verified
payment-rejected = Rejected
payment-reversed = Reversed
payment-amount = Amount
payment-payer = Payer
payment-unit = Unit
payment-units = Units
payment-value-on = Day the money came
payment-method = Method
payment-account = Kept in
payment-reference = Reference
payment-note = Note
payment-recorded = Recorded
payment-proof = Proof of transfer
payment-facts = Details
payment-history = History
payment-reason = Reason
payment-reason-hint = Shown on the receipt and in the books.
payment-booked-elsewhere = The month of { $value } is closed, so it is booked on { $booked }.

# Faults
payment-fault-amount = Write an amount above zero, such as 150.000.
payment-fault-date = Write today's date or an earlier one.
payment-fault-long = At most { $most } characters.
payment-fault-reason = Write the reason, at least 3 characters.
payment-fault-account = Choose a cash box or account that is in use.
payment-fault-form = This form is not complete. Reload the page and try again.

# Refusals
payment-refused-last-word = Somebody else decided about this payment. Reload the page to see it.
payment-refused-other-eyes = A transfer is verified by somebody else than whoever recorded it.
payment-refused-not-verified = Only a verified payment can be reversed.
payment-refused-paid-back = Part of this money was paid back, so the payment can no longer be reversed.
payment-refused-too-much = There is not that much credit left. Reload the page to see what is.
payment-refused-too-late = It is too late to undo this. Reverse the payment with a reason.

# List
payments-title = Payments
payments-sub = Money that came from residents
payments-more = More actions
payments-xlsx = Download Excel
payments-csv = Download CSV
payments-search = Search payments
payments-search-hint = Name, unit, receipt number or amount
payments-month = Month
payments-every-month = Every month
payments-every-method = Every method
payments-filter = Filter
payments-state = Status
payments-all = All
payments-arrived = Verified · { $count } payments
payments-waiting = Waiting · { $count } payments
payments-none-title = Nothing matches.
payments-none-text = Change the search, or clear the filters.
payments-clear = Clear filters
payments-empty-title = No payments yet.
payments-empty-text = Record cash at the door, or a transfer from the bank statement.

# Cash
cash-title = Record cash
cash-sub = Type the house number, choose its row, save.
cash-house = House number or name
cash-find = Search
cash-begin-title = Whose house?
cash-begin-text = Type a house number, such as a12.
cash-none-title = No house matches.
cash-none-text = Check the number, or type a resident's name.
cash-open = Not paid yet
cash-nothing-open = Nothing is open
cash-nothing-open-text = Nothing is open. Money that comes is kept as credit and pays the next invoice.
cash-settled = Paid
cash-form-title = Record cash { $code }
cash-amount = Money received
cash-amount-hint = The oldest invoice is paid first; what is left becomes credit.
cash-more = More fields
cash-save = Save
cash-due = Due { $date }
cash-late = late
cash-credit = Credit of this unit { $amount }.
cash-saved = Recorded.
cash-before = This payment was recorded before.
cash-next = Next house

# Transfer
transfer-title = Record a transfer
transfer-sub = From the bank statement. Somebody else verifies it.
transfer-amount = Amount on the account
transfer-amount-hint = With the unique code: 500.012 means the unit with code 012.
transfer-for = For the unit
transfer-suggestion = The unique code is that of { $code } · { $payer }.
transfer-unit-hint = House number, such as a12.
transfer-several = One transfer for several units
transfer-part = Part of the unit
transfer-part-hint = Leave empty for all that remains.
transfer-unit-id = unit-{ $n }
transfer-part-id = part-{ $n }
transfer-date-hint = The day the money came, not the day it is recorded.
transfer-payer = Name of the sender
transfer-reference-hint = From the bank, to recognise the same transfer.
transfer-save = Save the transfer
transfer-saved = Recorded. It waits for somebody else to verify it.
transfer-fault-payer = Write the sender's name as on the statement.
transfer-fault-unit = Write the unit that is paid for.
transfer-fault-unknown = There is no unit { $code }.
transfer-fault-twice = Unit { $code } stands here twice.
transfer-fault-part = Write the part of { $code }, above zero.
transfer-fault-sum = The parts of all units must add up to the transfer.

# Verifying
desk-title = Open invoices
desk-exact = The amount is exactly what is open.
desk-over = { $amount } more than is open; the rest becomes credit.
desk-under = { $amount } less than is open; the oldest invoice is paid first.
desk-own = You recorded this transfer yourself, so somebody else verifies it.
desk-verify = Verify
desk-reason = Question or reason
desk-reason-hint = The payer reads it.
desk-ask = Ask for information
desk-reject = Reject
payment-verified-said = Verified. Receipt { $number } was issued.
payment-rejected-said = Rejected. The payer sees the reason.
payment-asked-said = The question was sent to the payer.
twin-title = Perhaps the same transfer
twin-picture = the same photo
twin-reference = the same reference
twin-amount = the same amount, a few days apart
event-sent = Proof sent by the resident
event-recorded = Recorded

# Reversal
payment-reverse = Reverse the payment
payment-reverse-text = Receipt { $number } of { $amount } becomes void, and the invoices it paid are open again. The receipt number stays used.
payment-keep = Keep it
payment-reversed-said = The payment was reversed.
payment-undone = Undone. The receipt number stays used and is marked void.

# Refund
refund-title = Credit
refund-of = Pay back the credit of { $code }
refund-left = Credit { $amount }
refund-now = Pay back the credit
refund-none = No credit.
refund-none-text = All money of this unit has paid invoices.
refund-which = Credit from
refund-credit = { $number } · { $left } left
refund-from = Taken out of
refund-do = Pay back the credit
refund-said = { $amount } was paid back.
refund-fault-credit = Choose the credit that is paid back.
refund-fault-amount = At most { $left }.
refunds-title = Credit paid back
refunds-sub = Residents' money that left the cash box or the bank again, with the reason
refunds-sum = Paid back · { $count } times
refunds-on = Date
refunds-by = By
refunds-from = From
refunds-to = To
refunds-search = Find a house or a reason
refunds-empty-title = Nothing was paid back yet
refunds-empty-text = Credit is paid back from the page of its payment.

# Receipts
receipt-title = Receipt
receipt-number = Receipt number
receipt-line-dues = Dues { $month }
receipt-line-penalty = Penalty { $month }
receipt-line-opening = Opening arrears
receipt-line-other = Other charges { $month }
receipt-kept = Credit
receipt-kept-text = Pays the next invoice
receipt-share = Share
receipt-png = Picture
receipt-pdf = PDF
receipt-check = Verification page
receipt-stamp = Above Rp 5.000.000: put an e-meterai of Rp 10.000 on the receipt (UU 10/2020).
receipt-message = Receipt { $number } for { $unit }, { $amount }. Check it at { $link }
receipt-share-text = Receipt { $number }. Check it at { $link }
check-title = Receipt check
check-stands = This receipt is valid.
check-stands-text = It stands in the books of { $place }.
check-void = This receipt is void.
check-void-text = The reason: { $reason }
check-qr = Scan to open this page.

# Residents
own-receipts-title = My receipts
own-receipts-none = No receipts yet.
own-receipts-none-text = Receipts stand here as soon as your payment is verified.
own-receipt-waiting = Transfer
own-pay = Pay dues
pay-title = Pay dues
pay-no-home = No home in your name yet.
pay-no-home-text = Ask the manager to write you down as a resident.
pay-settled = Nothing is open. You may pay ahead.
pay-exact = Transfer exactly
pay-copy-amount = Copy the amount
pay-copy-number = Copy the account number
pay-code = Includes your unique code { $code }, which says that the money is from your house. The code becomes credit.
pay-to = Account to pay to
pay-no-bank = The manager has not filled in the account yet. Ask the treasurer.
pay-bank = Bank
pay-number = Account number
pay-holder = In the name of
pay-proof = Send the proof of transfer
pay-proof-text = After the transfer, send a photo or a screenshot of it.
pay-photo = Choose a photo
pay-photo-hint = JPEG, PNG or WebP
pay-amount = Amount transferred
pay-date = Day of the transfer
pay-send = Send the proof
pay-sent = Proof sent. The receipt comes once it is verified.
pay-answered = Photo sent.
pay-fault-unit = Choose the house that is paid for.
sent-title = My payment
sent-waiting = The treasurer will look for it on the account. Your money is safe.
sent-needs-info = The treasurer has a question. Send a clearer photo below.
sent-verified = It arrived. This is your receipt.
sent-rejected = This money was not found on the account.
sent-reversed = This payment was reversed. Talk to the treasurer if you disagree.
sent-answer = Answer the treasurer
sent-send = Send photo
pay-online = Pay now
