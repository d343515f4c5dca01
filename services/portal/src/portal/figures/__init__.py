"""The figures: kept as events come, the same as the ledger's, and the reports made of them."""
