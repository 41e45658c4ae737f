"""Records that may be one customer: a queue, side by side, one key each to decide."""
