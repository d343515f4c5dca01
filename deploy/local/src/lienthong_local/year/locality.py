"""Knows the localities whose published figures can be played again: their files in deploy/localities, checked."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from lienthong_calendar import WorkingCalendar, shipped_tables
from lienthong_calendar.table import DayRow, YearTable
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, model_validator

from lienthong_local.home import CHECKOUT

FOLDER = CHECKOUT / "deploy" / "localities"
Level = Literal["tỉnh", "huyện", "xã"]


class NoSuchLocality(Exception):
    """There is no file of this name; the message names those that there are."""


class Fixed(BaseModel):
    """What stands in a file and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Agencies(Fixed):
    """Rows of a catalogue file: those whose code begins like one of these, and all above them."""

    file: str
    keep: tuple[str, ...]


class OnlineIn(Fixed):
    """Where all online dossiers belong: to procedures of this field, at this level of online service (levels 1-4, before 2022)."""

    field: str
    old_level: int


class Published(Fixed):
    """A figure as it was published: the acceptance row, its words, and which measure has to give it.

    `about`: the source says "nearly"; `at_least`: it says that much or more. Both are shown so.
    """

    id: str
    says: str
    measure: str
    figure: float
    about: bool = False
    at_least: bool = False


class Locality(Fixed):
    """A period of a place: what it published, and how many dossiers end in which way. All counts are of dossiers."""

    title: str
    agency: str
    agencies: Agencies
    first: date
    last: date
    months: PositiveInt = 12
    procedures: dict[Level, PositiveInt]
    fields: tuple[str, ...]
    received: dict[Level, PositiveInt]
    early: NonNegativeInt
    on_day: NonNegativeInt
    late: NonNegativeInt
    open: NonNegativeInt
    online: NonNegativeInt
    online_in: OnlineIn | None = None
    paperless: dict[Level, NonNegativeInt] = Field(default_factory=dict)
    linked: NonNegativeInt = 0
    saturdays: NonNegativeInt = 0
    every_desk: bool = False
    published: tuple[Published, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> "Locality":
        ends, received = self.early + self.on_day + self.late + self.open, sum(self.received.values())
        if ends != received:
            raise ValueError(f"early + on_day + late + open is {ends}, received is {received}")
        return self

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days that the place lives by."""
        return WorkingCalendar([*map(_table, years()), *shipped_tables()])

    @property
    def dossiers(self) -> int:
        """How many are received."""
        return sum(self.received.values())


def years() -> list[dict[str, Any]]:
    """The entries of the years before those that come with the calendar, as a catalogue has them."""
    raw: list[dict[str, Any]] = yaml.safe_load((FOLDER / "calendars" / "years.yml").read_text("utf-8"))
    return raw


def _table(year: dict[str, Any]) -> YearTable:
    return YearTable(year["year"], tuple(DayRow(day["on"], day["kind"], day["name"], day["decision_no"]) for day in year["days"]))


def names(folder: Path = FOLDER) -> list[str]:
    """The localities that there are."""
    return sorted(path.stem for path in folder.glob("*.yml"))


def read(name: str, folder: Path = FOLDER) -> Locality:
    """A locality. Raises NoSuchLocality, and pydantic's ValidationError for a faulty file."""
    if name not in names(folder):
        raise NoSuchLocality(f"không có địa phương {name!r}; có: {', '.join(names(folder))}")
    raw: dict[str, Any] = yaml.safe_load((folder / f"{name}.yml").read_text("utf-8"))
    return Locality.model_validate(raw)
