"""Dossiers by what time says, by agency, by what they need and by code: a page at a time, however many there are."""
