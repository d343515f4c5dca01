"""The catalogue's local copy: every entry of the compacted topic, in memory, kept current."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from lienthong_calendar import DayRow, WorkingCalendar, YearTable
from lienthong_contracts import KINDS, AgencyPublished, CalendarYearPublished, CatalogueEntry, ProcedurePublished, RoutePublished
from pydantic import ValidationError

from lienthong_runtime.logs import log
from lienthong_runtime.settings import RuntimeSettings


class CatalogueBehind(Exception):
    """An entry isn't in the local copy (yet): the batch is read again shortly, and set aside if that doesn't help."""


class Catalogue:
    """Versions of entries by kind and id. Lookups raise CatalogueBehind for what isn't known."""

    def __init__(self, entries: Iterable[CatalogueEntry] = ()) -> None:
        self._entries: dict[tuple[str, str], dict[int, CatalogueEntry]] = defaultdict(dict)
        self._remembered: dict[object, list[CatalogueEntry]] = {}  # lists asked for again and again, until an entry comes
        self.calendar = WorkingCalendar()
        for entry in entries:
            self.put(entry)

    def put(self, entry: CatalogueEntry) -> None:
        """Take in a version; a year's table rebuilds the calendar."""
        self._entries[type(entry).__name__, entry.id][entry.entry_version] = entry
        self._remembered.clear()
        if isinstance(entry, CalendarYearPublished):
            self.calendar = WorkingCalendar(_table(year) for year in self.all(CalendarYearPublished))

    def all[Entry: CatalogueEntry](self, kind: type[Entry]) -> list[Entry]:
        """The latest version of each entry of a kind."""
        if kind not in self._remembered:
            latest = [versions[max(versions)] for (name, _), versions in sorted(self._entries.items()) if name == kind.__name__]
            self._remembered[kind] = latest
        return self._remembered[kind]  # type: ignore[return-value]

    def version[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str, number: int) -> Entry:
        """One version."""
        try:
            return self._entries[kind.__name__, entry_id][number]  # type: ignore[return-value]
        except KeyError:
            raise CatalogueBehind(f"{kind.__name__} {entry_id}@{number}") from None

    def in_force[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str, day: date) -> Entry | None:
        """The highest version in force on that day, or None."""
        versions = self._entries.get((kind.__name__, entry_id), {})
        return next((v for _, v in sorted(versions.items(), reverse=True) if v.in_force(day)), None)  # type: ignore[return-value]

    def every_in_force[Entry: CatalogueEntry](self, kind: type[Entry], day: date) -> list[Entry]:
        """Each entry's version in force on that day."""
        if (kind, day) not in self._remembered:
            found = (self.in_force(kind, entry.id, day) for entry in self.all(kind))
            self._remembered[kind, day] = [entry for entry in found if entry is not None]
        return self._remembered[kind, day]  # type: ignore[return-value]

    def latest[Entry: CatalogueEntry](self, kind: type[Entry], entry_id: str) -> Entry | None:
        """The newest version, in force or not; None when there is no such entry."""
        versions = self._entries.get((kind.__name__, entry_id))
        return versions[max(versions)] if versions else None  # type: ignore[return-value]

    def agency_name(self, agency_id: str) -> str:
        """An agency's name, or its id when it isn't known."""
        agency = self.latest(AgencyPublished, agency_id)
        return agency.name if agency else agency_id

    def procedure(self, procedure_id: str, number: int) -> ProcedurePublished:
        """A procedure's version."""
        return self.version(ProcedurePublished, procedure_id, number)

    def route(self, route_id: str, day: date) -> RoutePublished:
        """The route in force."""
        route = self.in_force(RoutePublished, route_id, day)
        if route is None:
            raise CatalogueBehind(f"route {route_id}")
        return route


def _table(year: CalendarYearPublished) -> YearTable:
    rows = tuple(DayRow(day.on, day.kind, day.name, day.decision_no) for day in year.days)
    return YearTable(year.year, rows, year.projection)


class CatalogueFollower:
    """Reads the catalogue's topic from its beginning, and goes on reading; `complete` once it had reached the end."""

    def __init__(self, settings: RuntimeSettings, catalogue: Catalogue) -> None:
        self._settings, self._catalogue = settings, catalogue
        self.complete = asyncio.Event()

    async def run(self) -> None:
        """Follow the topic for ever; a Kafka that isn't there is waited for."""
        while True:
            try:
                await self._follow()
            except KafkaError as fault:
                log.warning("catalogue.interrupted", fault=type(fault).__name__)
                await asyncio.sleep(0.5)

    async def _follow(self) -> None:
        consumer = AIOKafkaConsumer(bootstrap_servers=self._settings.kafka_bootstrap_servers, enable_auto_commit=False)
        await consumer.start()
        try:
            place = TopicPartition(self._settings.topic("catalogue.v1"), 0)
            consumer.assign([place])
            await consumer.seek_to_beginning(place)
            end = (await consumer.end_offsets([place]))[place]
            while True:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    self._take_in(records)
                # Nothing is "complete" before the owner has published at all.
                if end and await consumer.position(place) >= end:
                    self.complete.set()
                elif not end:
                    end = (await consumer.end_offsets([place]))[place]
        finally:
            await consumer.stop()

    def _take_in(self, records: list) -> None:  # type: ignore[type-arg]
        for record in records:
            name = dict(record.headers).get("ce_type", b"").rpartition(b".")[2].decode("ascii", "replace")
            kind = KINDS.get(name)
            if kind is None or not issubclass(kind, CatalogueEntry):
                continue
            try:
                self._catalogue.put(kind.from_json(record.value or b""))
            except (ValidationError, ValueError) as fault:
                log.error("catalogue.refused", offset=record.offset, fault=type(fault).__name__)
