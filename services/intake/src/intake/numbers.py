"""The desks' next numbers, held until the commit: only what is carried out takes one, so there are no gaps."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from intake import store

type Day = tuple[str, date]  # a desk's day: its dossier codes
type Year = tuple[str, int]  # a desk's year: its receipts


class Numbers:
    """The last numbers of those desks that a batch needs."""

    def __init__(self, last: dict[Day | Year, int]) -> None:
        self._last, self._before = dict(last), last

    @classmethod
    async def held(cls, connection: Any, days: Iterable[Day], years: Iterable[Year]) -> "Numbers":
        """Hold them against every other transaction."""
        codes = await store.hold_codes(connection, sorted(set(days)))
        return cls({**codes, **await store.hold_receipts(connection, sorted(set(years)))})

    def next(self, of: Day | Year) -> int:
        """The number that would be given next."""
        return self._last[of] + 1

    def take(self, of: Day | Year) -> None:
        """It was given."""
        self._last[of] += 1

    async def write(self, connection: Any) -> None:
        """Keep what was given."""
        given = {of: last for of, last in self._last.items() if last != self._before[of]}
        await store.keep_codes(connection, {of: last for of, last in given.items() if isinstance(of[1], date)})
        await store.keep_receipts(connection, {of: last for of, last in given.items() if isinstance(of[1], int)})
