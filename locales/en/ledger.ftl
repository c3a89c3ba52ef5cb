# Cash & books

ledger-month-closed = That month is closed. Choose a date in a month that is still open.
ledger-already-reversed = This entry has already been reversed.
