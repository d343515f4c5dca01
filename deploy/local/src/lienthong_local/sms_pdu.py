"""Knows what stands in a submitted short message, and how a bind is refused (SMPP 3.4)."""

import smpp34

from lienthong_local import sms_text
from lienthong_local.outbox import Message

# Optional parameters, SMPP 3.4 §5.3.2.
USER_MESSAGE_REFERENCE, MESSAGE_PAYLOAD = 0x0204, 0x0424
SAR = {"reference": 0x020C, "total": 0x020E, "index": 0x020F}
BINDS = {0x01, 0x02, 0x09}


def read(submitted: smpp34.SubmitSmEvent) -> Message:
    """What a short message says."""
    extra = {tlv.tag: tlv.value for tlv in submitted.tlvs}
    whole = extra.get(MESSAGE_PAYLOAD, submitted.short_message)
    body, part = sms_text.without_header(whole, submitted.esm_class)
    reference = extra.get(USER_MESSAGE_REFERENCE)
    return {
        "from": submitted.source_addr,
        "to": submitted.destination_addr,
        "text": sms_text.decode(body, submitted.data_coding),
        "part": part or _part(extra),
        "reference": int.from_bytes(reference) if reference else None,
        "headers": {"data_coding": submitted.data_coding, "esm_class": submitted.esm_class, "octets": len(whole)},
    }


def _part(extra: dict[int, bytes]) -> Message | None:
    """The other way to cut a message: SMPP's own parameters in place of a header (SMPP 3.4 §5.3.2.22)."""
    if not all(tag in extra for tag in SAR.values()):
        return None
    return {name: int.from_bytes(extra[tag]) for name, tag in SAR.items()}


def refusal(first: bytes, status: int) -> bytes | None:
    """The answer that refuses a bind: smpp34's own server takes every one."""
    command = int.from_bytes(first[4:8])
    if not status or command not in BINDS:
        return None
    body = b"lienthong\0"
    header = (16 + len(body), command | 0x8000_0000, status, int.from_bytes(first[12:16]))
    return b"".join(number.to_bytes(4) for number in header) + body
