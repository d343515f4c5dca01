"""What stands in a short message: its parts and their headers, the sender's name, receipts and replies (3GPP TS 23.040, SMPP App. B)."""

import re
from collections.abc import Iterator
from typing import Any

import smpp34
from lienthong_runtime.gsm7 import encoded, parts, without_diacritics

from notifier.channels import Reply
from notifier.channels.answers import STATES, STATS, named

_BRAND = re.compile(r"[A-Za-z0-9._ -]{1,11}")
_ID, _STAT, _ERROR = re.compile(rb"id:\s*(\S+)"), re.compile(rb"stat:\s*(\w+)"), re.compile(rb"err:\s*(\w+)")
_UCS2 = 0x08
_RECEIPT, _KIND = 0x04, 0x3C  # esm_class: a delivery receipt, and the bits that say what it is
NO_MORE, AGAIN = frozenset({"TC", "TU CHOI", "STOP", "HUY"}), frozenset({"DK", "DANG KY", "START"})


class Brand:
    """A sender's name (NĐ 91/2020 Đ.22): at most 11 Latin letters, digits, `-`, `_`, `.` or blanks, not digits only. Raises ValueError."""

    def __init__(self, name: str) -> None:
        if not _BRAND.fullmatch(name) or name.isdigit() or not name.strip():
            raise ValueError(f"not a brand name of at most 11 letters, digits or -_. that isn't a number (NĐ 91/2020 Đ.22): {name!r}")
        self.name = name


def in_parts(text: str, number: int) -> Iterator[tuple[bytes, bool]]:
    """Each part's octets and whether they begin with a header: number, how many, which (8-bit IE with a 16-bit number)."""
    cut = parts(text)
    for place, part in enumerate(cut, 1):
        header = bytes((6, 0x08, 4, *number.to_bytes(2), len(cut), place)) if len(cut) > 1 else b""
        yield header + encoded(part), bool(header)


def receipt_in(event: Any) -> tuple[str, bool | None, str] | None:
    """Reference, whether it arrived and why not, of a receipt; None when it is something else."""
    if not event.esm_class & _RECEIPT:
        return None
    extra = {tlv.tag: tlv.value for tlv in event.tlvs}
    reference = extra.get(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0") or _first(_ID, event.short_message)
    state = extra.get(smpp34.TLV_MESSAGE_STATE)
    stat = STATES.get(state[0], "") if state else _first(_STAT, event.short_message).decode("ascii", "replace").upper()
    if not reference or stat not in STATS:
        return None
    error = _first(_ERROR, event.short_message).decode("ascii", "replace")
    reason = stat.lower() + (f"-{error}" if error.strip("0") else "")
    return reference.decode("ascii", "replace"), STATS[stat], named(reason)


def _first(pattern: re.Pattern[bytes], octets: bytes) -> bytes:
    found = pattern.search(octets)
    return found[1] if found else b""


def reply_in(event: Any) -> Reply | None:
    """What a citizen wrote back, if it is one of the words that switch messages off or on."""
    coding = "utf-16-be" if event.data_coding & 0x0F == _UCS2 else "latin-1"
    said = " ".join(without_diacritics(event.short_message.decode(coding, "ignore")).upper().split())
    if event.esm_class & _KIND or said not in NO_MORE | AGAIN:
        return None
    return Reply("sms", _e164(event.source_addr), said in AGAIN, "sms")


def _e164(source: str) -> str:
    """A number as we send to it: some carriers write their own country's 0912…, or 0084…, and a wish is kept by the very number."""
    digits = source.removeprefix("+").removeprefix("00")
    return f"+84{digits[1:]}" if digits.startswith("0") else f"+{digits}"
