"""Makes tests/house.py importable from the folders below."""
