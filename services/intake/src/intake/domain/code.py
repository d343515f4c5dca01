"""Dossier codes: unit, day and the number within them, in each of the three schemes (domain.md §1.4)."""

from datetime import date

from lienthong_contracts import AgencyPublished


def dossier_code(agency: AgencyPublished, day: date, sequence: int) -> str:
    """Such as H32.41-261123-0001; the sequence starts anew each day at each desk.

    `legacy4` writes the old identifier (TT 01/2018 Đ.19), `y8seq7` the year in full and seven digits.
    """
    if agency.code_scheme == "y8seq7":
        return f"{agency.id}-{day:%Y%m%d}-{sequence:07d}"
    unit = agency.old_id or agency.id if agency.code_scheme == "legacy4" else agency.id
    return f"{unit}-{day:%y%m%d}-{sequence:04d}"


def receipt_no(desk: str, day: date, sequence: int) -> str:
    """A fee receipt's number, running through the desk's year (NĐ 61/2018 Đ.22)."""
    return f"BL-{desk}-{day:%y}-{sequence:06d}"
