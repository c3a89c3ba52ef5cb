# Dues: what the books call their movements.

dues-kind-issued = Invoice issued
dues-kind-voided = Invoice voided
dues-kind-reduced = Relief or correction
dues-kind-unreduced = Relief taken back
dues-kind-received = Payment received
dues-kind-reversed = Payment reversed
dues-kind-applied = Credit applied
dues-kind-released = Payment became credit again
dues-kind-refunded = Credit refunded
