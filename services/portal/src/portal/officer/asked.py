"""What an inbox is narrowed to, as it stands in the address: each filter a link, each place in the list a cursor that is checked."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

import msgspec

from portal.officer.lines import GROUPS, STEPS

Place = tuple[int, datetime, UUID, str]
_RANKS = {word: rank for rank, word in GROUPS.items()}
# Tasks that come one after another in people's words: what is held, what waits for a signature.
BUNDLES = {"held": ("assign", "start", "work", "posting", "receive"), "signing": ("approve", "sign"), "clerk": ("number", "issue")}
NEEDS = ("stalled", "leg_late", "apology", "call", "unanswered", "lapsed")


class NoSuchPlace(Exception):
    """A cursor that no page gave."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose lines (`who`: mine, or the whole agency's), and which; as in the address."""

    who: str = ""
    due: str = ""
    step: str = ""
    need: str = ""
    officer: str = ""
    procedure: str = ""
    channel: str = ""
    q: str = ""
    after: str = ""

    def address(self, **changes: str) -> str:
        """The inbox's address with these changes; another filter begins at its first page."""
        other = replace(self, **{"after": "", **changes})
        given = {name: value for name in Asked.__dataclass_fields__ if (value := getattr(other, name))}
        return f"/hop-viec?{urlencode(given)}" if given else "/hop-viec"

    @property
    def narrowed(self) -> bool:
        """Whether anything but whose lines is asked for."""
        return any((self.due, self.step, self.need, self.officer, self.procedure, self.channel, self.q))

    def conditions(self, agency: str, subject: str, procedures: list[str] | None) -> dict[str, Any]:
        """The same as the store wants it; `procedures` are those whose names have the words that were looked for."""
        steps = BUNDLES.get(self.step) or ((self.step,) if self.step in STEPS else None)
        code = self.q.upper()
        by_code = bool(code) and procedures is None
        whole = by_code and code.count("-") > 1
        return {
            "agency": agency, "officer": subject if self.who == "mine" else self.officer or None, "rank": _RANKS.get(self.due),
            "step": steps and list(steps), "need": self.need if self.need in NEEDS else None, "channel": self.channel or None,
            "procedures": [self.procedure] if self.procedure else procedures,
            "code": code if whole else None, "tail_from": code if by_code and not whole else None,
            "tail_to": f"{code}~" if by_code and not whole else None,
        }  # fmt: skip


def asked_of(address: str) -> Asked:
    """What an inbox's address asks for; anything else asks for everything."""
    try:
        given = parse_qs(address.partition("?")[2], max_num_fields=20) if address.startswith("/hop-viec") else {}
        address.encode()  # half of a letter, that no address can be made of again
    except ValueError:
        given = {}
    return Asked(**{name: values[0][:200] for name, values in given.items() if name in Asked.__dataclass_fields__})


def place_of(text: str) -> Place | None:
    """The place that a cursor names. Raises NoSuchPlace."""
    try:
        place = msgspec.convert(text.split("|"), Place, strict=False) if text else None
    except (msgspec.ValidationError, UnicodeEncodeError):
        raise NoSuchPlace from None
    if place is not None and (place[0] not in GROUPS or place[1].tzinfo is None or not 1900 <= place[1].year < 3000 or "\0" in text):
        raise NoSuchPlace
    return place


def cursor(record: Any) -> str:
    """The cursor behind a line."""
    return "|".join((str(record["rank"]), record["by_at"].isoformat(), str(record["dossier_id"]), record["leg"]))
