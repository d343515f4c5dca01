"""Where one may hand in: the one-stop desks in force, by province; read again now and then, as there are thousands of agencies."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from lienthong_calendar import day_of
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Parts

AGAIN = timedelta(minutes=10)
type Named = tuple[str, str]  # id and name


class Desks:
    """Desks by province."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._at: datetime | None = None
        self._day: date | None = None
        self._by_province: dict[str, list[Named]] = {}

    def _read(self) -> dict[str, list[Named]]:
        now = self._parts.clock.now()
        today = day_of(now)
        if self._at is None or now - self._at > AGAIN or today != self._day:
            found: dict[str, list[Named]] = defaultdict(list)
            for agency in self._parts.catalogue.every_in_force(AgencyPublished, today):
                if "desk" in agency.roles:
                    found[self._parts.catalogue.root(agency.id, today)].append((agency.id, agency.name))
            self._by_province = {province: sorted(desks, key=lambda desk: desk[1]) for province, desks in found.items()}
            self._at, self._day = now, today
        return self._by_province

    def provinces(self) -> tuple[Named, ...]:
        """Those with a desk, by name."""
        names = ((province, self._parts.catalogue.agency_name(province)) for province in self._read())
        return tuple(sorted(((province, _place(name)) for province, name in names), key=lambda one: one[1]))

    def of(self, province: str) -> tuple[Named, ...]:
        """A province's desks, by name."""
        return tuple(self._read().get(province, ()))


def _place(name: str) -> str:
    return name.removeprefix("UBND ").removeprefix("tỉnh ").removeprefix("thành phố ")
