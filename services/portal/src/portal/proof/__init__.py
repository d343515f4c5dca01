"""The ledger's seals, and what proves to a citizen that nothing of theirs was changed."""
