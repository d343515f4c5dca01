"""How lengths of working time are written: in the office's days, hours and minutes."""

WORKING_DAY = 450  # minutes of the usual office (domain.md §2.3)
_UNITS = {"vi": ("ngày", "giờ", "phút"), "en": ("day", "hour", "minute")}


def working_words(minutes: int, minutes_per_day: int = WORKING_DAY, lang: str = "vi") -> str:
    """A working length in words, `2 ngày 2 giờ 28 phút`; a day is the office's day."""
    days, rest = divmod(minutes, minutes_per_day)
    counts = (days, *divmod(rest, 60))
    pieces = [_piece(count, unit, lang) for count, unit in zip(counts, _UNITS[lang], strict=True) if count]
    return " ".join(pieces) or _piece(0, _UNITS[lang][2], lang)


def _piece(count: int, unit: str, lang: str) -> str:
    return f"{count} {unit}{'s' if lang == 'en' and count != 1 else ''}"
