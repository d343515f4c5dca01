"""Pictures of dossiers in the shapes that a year leaves behind, each drawn by the portal's own rules from whole lives."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import lienthong_contracts as c
import uuid_utils.compat as uuids
from lienthong_contracts import KINDS
from msgspec.structs import replace
from portal.decisions import placed
from portal.domain.record import Record
from portal.domain.standing import Move

_LEGS = [{"leg": "appraise", "agency": "H32.41.KT", "task": "Thẩm định", "share": "1.5wd"},
         {"leg": "tax", "agency": "TCT.32", "task": "Xác định nghĩa vụ tài chính", "share": "1wd", "after": ["appraise"]}]  # fmt: skip
_BEGUN = (("DossierReceived", {}), ("JourneyPlanned", {"legs": _LEGS}),
          ("DossierForwarded", {"leg": "appraise", "sender": "H32.41", "receiver": "H32.41.KT"}),
          ("HandOverAcknowledged", {"leg": "appraise", "agency": "H32.41.KT", "officer": "lvm"}))  # fmt: skip
_WARNED, _BREACHED = ("DeadlineApproaching", {"clock": "dossier"}), ("DeadlineBreached", {"clock": "dossier", "agency": "H32.41.KT"})


def _ended(verdict: str) -> tuple[tuple[str, dict[str, Any]], ...]:
    return ("ResultIssued", {}), ("DeadlineMet", {"verdict": verdict}), ("ResultReturned", {})


# How a life goes on, and how many of a thousand go so: about those of a year (domain.md §7.6), with a tenth still open.
ENDS: tuple[tuple[int, tuple[tuple[str, dict[str, Any]], ...]], ...] = (
    (560, _ended("on_time")), (290, _ended("early")), (25, (_BREACHED, *_ended("late"))), (20, (("DossierWithdrawn", {}),)),
    (70, ()), (12, (_WARNED,)), (8, (_BREACHED,)), (15, (("ClockPaused", {"clock": "dossier"}),)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where dossiers are handed in, and who works on them."""

    desk: str
    office: str


type Lived = tuple[UUID, Record, list[Move]]


def lives(count: int, places: Sequence[Place], procedures: Sequence[str], now: datetime, seed: int) -> Iterator[Lived]:
    """So many dossiers of the year before `now`, the newest of them open."""
    source, kinds = random.Random(seed), [end for share, end in ENDS for _ in range(share)]
    shapes = {id(end): _folded(end) for _, end in ENDS}
    for n in range(count):
        end = source.choice(kinds)
        over = end[-1:] and end[-1][0] in ("ResultReturned", "DossierWithdrawn")
        days = source.uniform(10, 360) if over else source.expovariate(0.3) % 20
        place = source.choice(places)
        names = {"desk": place.desk, "received_by": place.desk, "procedure": source.choice(procedures),
                 "channel": source.choice(("counter", "counter", "online", "online", "post"))}  # fmt: skip
        yield _moved(shapes[id(end)], n, now - timedelta(days=days), place, names)


def _folded(end: Any) -> tuple[Record, list[Move]]:
    """The life's last picture and its moves, a day between its facts."""
    record, moves, at = Record(), list[Move](), datetime(2026, 1, 5, 2, tzinfo=UTC)
    for kind, fields in (*_BEGUN, *end):
        event = KINDS[kind].model_validate({**KINDS[kind].example, **fields, "at": at, **_dates(kind, at)})
        assert isinstance(event, c.DossierEvent)
        record, moved = placed(record, event)
        moves, at = [*moves, *moved], at + timedelta(days=1)
    return record, moves


def _dates(kind: str, at: datetime) -> dict[str, Any]:
    if kind == "DossierReceived":
        return {"received_at": at, "deemed_at": at, "due_at": at + timedelta(days=7, hours=8)}
    return {"finished_at": at, "due_at": at + timedelta(days=1)} if kind == "DeadlineMet" else {}


def _moved(shape: tuple[Record, list[Move]], n: int, at: datetime, place: Place, names: dict[str, str]) -> Lived:
    record, moves = shape
    assert record.received_at is not None
    later, dossier = at - record.received_at, UUID(str(uuids.uuid7()))
    days = timedelta(days=later.days)
    instants = {name: value + later for name in ("received_at", "due_at", "original_due_at", "finished_at", "returned_at", "changed_at")
                if isinstance(value := getattr(record, name), datetime)}  # fmt: skip
    holder = place.office if record.holder != record.desk else place.desk
    legs = {key: leg if leg.agency != "H32.41.KT" else replace(leg, agency=place.office) for key, leg in record.legs.items()}
    blamed = place.office if record.blamed else ""
    made = record.with_(code=f"{place.desk}-{at:%y%m%d}-{n:07}", parties=(place.desk, place.office), holder=holder, legs=legs,
                        blamed=blamed, stay_on=record.stay_on and record.stay_on + days, **names, **instants)  # fmt: skip
    return dossier, made, [_of(move, dossier, days, holder, blamed, names) for move in moves]


def _of(move: Move, dossier: UUID, days: timedelta, holder: str, blamed: str, names: dict[str, str]) -> Move:
    def there(standing: Any) -> Any:
        if standing is None:
            return None
        moved = {name: names[name] for name in ("desk", "procedure", "channel")}
        at = names["desk"] if standing.holder == "H32.41" else holder
        return standing._replace(**moved, holder=at, due_on=standing.due_on + days, blamed=blamed if standing.blamed else "")

    return move._replace(dossier_id=dossier, on=move.on + days, before=there(move.before), after=there(move.after))
