"""The rules of changing the catalogue, without a clock or a database."""
