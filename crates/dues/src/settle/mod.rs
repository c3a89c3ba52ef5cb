//! Money and reductions meeting invoices.
