"""The catalogue's local copy: every entry of the compacted topic, in memory, kept current."""

import contextlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from lienthong_calendar import FaultyTable, WorkingCalendar, day_of
from lienthong_contracts import AgencyPublished, CalendarYearPublished, CatalogueEntry, ProcedurePublished, RoutePublished

from lienthong_runtime.calendars import calendar_of, edition_of, extended, office_of, table_of
from lienthong_runtime.decision import Fault
from lienthong_runtime.entries import Entries, begun, in_force, newest

ENOUGH = timedelta(days=90)  # of known days ahead


class CatalogueBehind(Exception):
    """An entry isn't in the local copy (yet): the batch is read again shortly, and set aside if that doesn't help."""


class Catalogue:
    """Versions of entries by kind and id. Lookups raise CatalogueBehind for what isn't known."""

    def __init__(self, entries: Iterable[CatalogueEntry] = ()) -> None:
        self._entries = Entries()
        self._remembered: dict[object, list[Any]] = {}  # lists asked for again and again, until an entry comes
        self._calendars: dict[str, WorkingCalendar] = {}
        self.calendar = WorkingCalendar()
        for entry in entries:
            self.put(entry)

    def put(self, entry: CatalogueEntry) -> None:
        """Take in a version; a year's table rebuilds the calendar. Raises ValueError for one that can't be used, and keeps none of it."""
        if isinstance(entry, CalendarYearPublished):
            table_of(entry)
        elif isinstance(entry, AgencyPublished):
            office_of(entry)
        self._entries.put(entry)
        self._remembered.clear()
        self._calendars.clear()
        if isinstance(entry, CalendarYearPublished):
            # A year may be missing until the next entry is read; whether one stays missing is the publisher's to check.
            with contextlib.suppress(FaultyTable):
                self.calendar = self.calendar_of(self.edition())

    def all[Entry: CatalogueEntry](self, kind: type[Entry]) -> list[Entry]:
        """The latest version of each entry of a kind."""
        return self._listed(kind, kind, newest)

    def _listed(self, key: object, kind: type[CatalogueEntry], chosen: Callable[[dict[int, Any]], Any]) -> list[Any]:
        """One version of each entry, where there is one; remembered, agencies apart: there are too many."""
        if key in self._remembered:
            return self._remembered[key]
        found = [entry for versions in self._entries.every(kind) if (entry := chosen(versions)) is not None]
        if kind is not AgencyPublished:
            self._remembered[key] = found
        return found

    def edition(self, agency: str = "", day: date | None = None) -> str:
        """The newest edition of an agency's calendar, or of the national one (calendars.py)."""
        published = self.in_force(AgencyPublished, agency, day) if agency and day else None
        key = ("edition", published and published.key)
        if key not in self._remembered:
            self._remembered[key] = [edition_of(self.all(CalendarYearPublished), published)]
        return self._remembered[key][0]

    def extended(self, edition: str) -> str:
        """The edition with the years that were published since and follow on it. Raises CatalogueBehind."""
        key = ("extended", edition)
        if key not in self._remembered:
            self._remembered[key] = [extended(edition, self.all(CalendarYearPublished), self.version)]
        return self._remembered[key][0]

    def calendar_of(self, edition: str) -> WorkingCalendar:
        """The working calendar of an edition, made once. Raises CatalogueBehind for a version that isn't known."""
        if edition not in self._calendars:
            self._calendars[edition] = calendar_of(edition, self.version)
        return self._calendars[edition]

    def calendar_for(self, agency: str, day: date) -> WorkingCalendar:
        """An agency's calendar by its newest edition."""
        return self.calendar_of(self.edition(agency, day))

    def ends_soon(self, now: datetime) -> list[Fault]:
        """What has to be said when the last year's table is about to end: dates beyond it are refused."""
        last = date(self.calendar.tables[-1].year, 12, 31)
        if last - day_of(now) > ENOUGH:
            return []
        vi = f"bảng lịch làm việc chỉ có đến hết năm {last.year}: cần công bố bảng năm sau"
        return [Fault("calendar", vi, f"the working calendar ends with {last.year}: publish the next year's table")]

    def holder(self, role: str, around: str, day: date) -> str | None:
        """The agency with a role: at that agency itself, then under it, then under each superior, lowest id first."""
        superiors, holders = self._tree(day)
        node = around
        while node in superiors:
            if (node, role) in holders:
                return holders[node, role]
            node = superiors[node]
        return None

    def _tree(self, day: date) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
        """Of the agencies in force: each one's superior, and who has a role at an agency or right under it."""
        key = ("tree", self._period(AgencyPublished, day))
        if key not in self._remembered:
            superiors: dict[str, str] = {}
            holders: dict[tuple[str, str], str] = {}
            in_order = (found for versions in self._entries.every(AgencyPublished) if (found := in_force(versions, day)))
            for agency in in_order:
                superiors[agency.id] = agency.parent or ""
                for place, role in product((agency.id, agency.parent or ""), agency.roles):
                    holders.setdefault((place, role), agency.id)  # the lowest id
            self._remembered[key] = [superiors, holders]
        superiors, holders = self._remembered[key]
        return superiors, holders

    def _period(self, kind: type[CatalogueEntry], day: date) -> int:
        """The days on which the same versions of a kind are in force have the same number."""
        if ("turns", kind) not in self._remembered:
            versions = (version for known in self._entries.every(kind) for version in known.values())
            turns = {turn for version in versions for turn in (version.valid_from, version.valid_to) if turn}
            self._remembered["turns", kind] = sorted(turns)
        return bisect_right(self._remembered["turns", kind], day)

    def version[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str, number: int) -> Entry:
        """One version."""
        try:
            return self._entries.versions(kind, entry_id)[number]  # type: ignore[no-any-return]
        except KeyError:
            raise CatalogueBehind(f"{kind.__name__} {entry_id}@{number}") from None

    def in_force[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str, day: date) -> Entry | None:
        """The version that answers for that day, if it is in force then; one that was followed is never taken up again."""
        return in_force(self._entries.versions(kind, entry_id), day)  # type: ignore[no-any-return]

    def begun[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str, day: date) -> Entry | None:
        """The newest version that had begun on that day, whether or not it had ended."""
        return begun(self._entries.versions(kind, entry_id), day)  # type: ignore[no-any-return]

    def every_in_force[Entry: CatalogueEntry](self, kind: type[Entry], day: date) -> list[Entry]:
        """Each entry's version in force on that day."""
        return self._listed((kind, self._period(kind, day)), kind, lambda versions: in_force(versions, day))

    def latest[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str) -> Entry | None:
        """The newest version, in force or not; None when there is no such entry."""
        return newest(self._entries.versions(kind, entry_id))  # type: ignore[no-any-return]

    def root(self, agency_id: str, day: date) -> str:
        """The topmost superior of an agency on that day: its province."""
        while (agency := self.in_force(AgencyPublished, agency_id, day)) is not None and agency.parent:
            agency_id = agency.parent
        return agency_id

    def line_of(self, agency_id: str) -> list[str]:
        """The agency and all that it has followed, itself first."""
        if ("line", agency_id) not in self._remembered:
            line = [agency_id]
            for follower in line:
                line += [followed for followed in self._followed().get(follower, ()) if followed not in line]
            self._remembered["line", agency_id] = line
        return self._remembered["line", agency_id]

    def _followed(self) -> dict[str, list[str]]:
        """By successor, whom it has followed."""
        if "followed" not in self._remembered:
            followed: dict[str, list[str]] = defaultdict(list)
            for agency in map(newest, self._entries.every(AgencyPublished)):
                if agency.successor is not None:  # or whoever acts for no agency would have followed all of these
                    followed[agency.successor].append(agency.id)
            self._remembered["followed"] = [followed]
        return self._remembered["followed"][0]  # type: ignore[no-any-return]

    def agency_name(self, agency_id: str) -> str:
        """An agency's name, or its id when it isn't known."""
        agency = self.latest(AgencyPublished, agency_id)
        return agency.name if agency else agency_id

    def procedure(self, procedure_id: str, number: int) -> ProcedurePublished:
        """A procedure's version."""
        return self.version(ProcedurePublished, procedure_id, number)

    def route(self, route_id: str, day: date) -> RoutePublished:
        """The route that answers for the day; one that was repealed meanwhile, for what was handed in before. Raises CatalogueBehind."""
        route = self.begun(RoutePublished, route_id, day)
        if route is None:
            raise CatalogueBehind(f"route {route_id}")
        return route

    def follower(self, agency_id: str, day: date) -> str:
        """Who acts in an agency's place on that day: itself while in force, else whoever followed it; itself when nobody did."""
        met = [agency_id]
        while (agency := self.latest(AgencyPublished, met[-1])) and not self.in_force(AgencyPublished, met[-1], day):
            if agency.successor is None or agency.successor in met:
                return agency_id
            met.append(agency.successor)
        return met[-1]
