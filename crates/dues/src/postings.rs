//! Every way dues move money: one function each, returning a balanced entry that a bookkeeper could review.
