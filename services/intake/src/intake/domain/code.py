"""Dossier codes: unit, day and the number within them (domain.md §1.4, scheme of QĐ 20/2020)."""

from datetime import date


def dossier_code(desk: str, day: date, sequence: int) -> str:
    """Such as H32.41-261123-0001; the sequence starts anew each day at each desk."""
    return f"{desk}-{day:%y%m%d}-{sequence:04d}"
