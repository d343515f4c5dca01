"""How values go to the templates: text in NFC without invisible controls, instants as the parts of Việt Nam's clock."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from lienthong_calendar import VIET_NAM, day_of
from msgspec import Struct

LONG_WORD = re.compile(r"(\S{40})(?=\S)")


class NaiveInstant(ValueError):
    """An instant without a zone: nobody can say at which hour it was in Việt Nam."""


def printable(text: str) -> str:
    """Text as it may be printed: a control that turns the line around would let a name read as another."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    return LONG_WORD.sub("\\1\u200b", "".join(kept)).strip()


def for_template(value: Any) -> Any:
    """A struct as plain values, for JSON."""
    match value:
        case str():
            return printable(value)
        case datetime():
            return _instant(value)
        case date():
            return {"day": value.day, "month": value.month, "year": value.year}
        case tuple():
            return [for_template(item) for item in value]
        case Struct():
            return {field: for_template(getattr(value, field)) for field in value.__struct_fields__}
        case _:
            return value


def _instant(at: datetime) -> dict[str, int]:
    if at.utcoffset() is None:
        raise NaiveInstant(at.isoformat())
    local = at.astimezone(VIET_NAM)
    return {**for_template(day_of(at)), "hour": local.hour, "minute": local.minute}
