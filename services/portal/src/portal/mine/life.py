"""What happened to a dossier, told to whom it belongs: what concerns them, in plain words; the agencies' inner life stays theirs."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from lienthong_contracts import DOSSIER_CLOCK

from portal.mine.views import Happened
from portal.web.life_phrases import LIFE
from portal.wording import said_of

_CHOOSERS = {"ResultIssued": "outcome"}


def happened(entries: Sequence[Any], names: Callable[[str], str], lang: str) -> tuple[Happened, ...]:
    """What is told, the newest first, from ledger entries in that order."""
    return tuple(_told(entries, names, lang))


def _told(entries: Sequence[Any], names: Callable[[str], str], lang: str) -> Iterator[Happened]:
    for entry in entries:
        body = msgspec.json.decode(entry["body"])
        kind = entry["kind"] + (f"/{body.get(_CHOOSERS[entry['kind']])}" if entry["kind"] in _CHOOSERS else "")
        if kind not in LIFE or body.get("clock", DOSSIER_CLOCK) != DOSSIER_CLOCK:
            continue
        icon, tone, vi, en = LIFE[kind]
        text = (vi if lang == "vi" else en).format_map(said_of(body, names, lang)).strip().removesuffix(":")
        yield Happened(datetime.fromisoformat(body["at"]), icon, tone, text)
