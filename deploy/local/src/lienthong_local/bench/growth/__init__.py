"""The measurement of growth: what changes with what is stored, and with how many instances there are."""
