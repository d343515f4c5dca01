"""A dossier's lookup address, and the picture of it that a telephone reads."""

from io import BytesIO
from urllib.parse import urlencode

import segno


def lookup_address(base: str, code: str) -> str:
    """Where anyone may look the dossier up, by its code alone (TT 01/2018 Đ.16.2d)."""
    return f"{base.rstrip('/')}/tra-cuu?{urlencode({'ma': code})}"


def qr_svg(address: str) -> bytes:
    """The address as an SVG without a quiet zone: whoever prints it leaves four modules free around."""
    picture = BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", border=0, xmldecl=False, omitsize=True)
    return picture.getvalue()
