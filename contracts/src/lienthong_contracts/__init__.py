"""The events of Liên Thông: the only thing that its services share about each other."""

from lienthong_contracts.catalogue import (
    AgencyPublished,
    CalendarYearPublished,
    CatalogueEntry,
    LetterPublished,
    ProcedurePublished,
    RoutePublished,
)
from lienthong_contracts.envelope import TYPE_PREFIX, BrokenHeader, Envelope, Headers, subject_of
from lienthong_contracts.event import KINDS, Code, Dong, DossierEvent, Event, Minutes, Part, Text
from lienthong_contracts.intake import *  # noqa: F403
from lienthong_contracts.notifier import *  # noqa: F403
from lienthong_contracts.operation import ClockTicked, EventSetAside
from lienthong_contracts.routing import *  # noqa: F403
from lienthong_contracts.sla_monitor import *  # noqa: F403
