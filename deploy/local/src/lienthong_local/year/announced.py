"""A locality's catalogue as a folder of data files: its agencies, as many procedures as it announced, the routes they take.

Procedures are samples made by number: sources give how many there were, by level and field, and not each one's text.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from lienthong_local.home import CHECKOUT
from lienthong_local.year.locality import Locality, years

SOURCE = CHECKOUT / "deploy" / "catalogues"
SINCE = date(2018, 1, 1)  # before the first day of every locality


class Kind(NamedTuple):
    """How a procedure goes: its term, and its legs' roles with their shares."""

    name: str
    term: str
    days: int  # working days of the term
    legs: tuple[tuple[str, str], ...]


KINDS = (
    Kind("at_once", "sameday", 0, (("justice", "sameday"),)),
    Kind("short", "3wd", 3, (("justice", "2wd"),)),
    Kind("usual", "7wd", 7, (("justice", "6wd"),)),
    Kind("two", "10wd", 10, (("justice", "6wd"), ("commune_leader", "2wd"))),
    Kind("long", "30wd", 30, (("justice", "20wd"), ("commune_leader", "5wd"))),
    Kind("longest", "60wd", 60, (("justice", "40wd"), ("commune_leader", "10wd"))),
)
LINKED = Kind("linked", "10wd", 10, (("civil_status", "3wd"), ("social", "5wd")))


class Procedure(NamedTuple):
    """An announced procedure: `kind` says how it goes."""

    id: str
    level: str
    field: str
    kind: Kind
    paperless: bool = False
    old_level: int = 2

    @property
    def online(self) -> bool:
        """Whether it is taken online."""
        return self.old_level >= 3


def procedures(locality: Locality) -> list[Procedure]:
    """Every procedure, by level; kinds and fields take turns."""
    return [one for level, count in locality.procedures.items() for one in _of_level(locality, level, count)]


def _of_level(locality: Locality, level: str, count: int) -> Iterator[Procedure]:
    digit, fields = {"tỉnh": 1, "huyện": 2, "xã": 3}[level], locality.fields
    for n in range(count):
        kind, field = KINDS[n % len(KINDS)], fields[(n + n // len(KINDS)) % len(fields)]
        special = n == 1 and bool(locality.paperless.get(level))
        if n == 3 and locality.linked:
            kind = LINKED
        yield Procedure(f"{digit}.9{n + 1:05d}", level, field, kind, special, _old_level(locality, field, kind))


def _old_level(locality: Locality, field: str, kind: Kind) -> int:
    if kind.name == "at_once":
        return 2
    wanted = locality.online_in
    return 3 if wanted is None or wanted.field == field else 2


def write(locality: Locality, folder: Path) -> list[Procedure]:
    """Write the folder anew, and say which procedures are in it."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("agencies", "procedures", "routes", "calendars", "letters"):
        (folder / name).mkdir(parents=True)
    top, announced = locality.agency.partition(".")[0], procedures(locality)
    dump(folder / "agencies" / "agencies.yml", [*templates(), *_agencies(locality)])
    dump(folder / "procedures" / "procedures.yml", [_procedure(one, top) for one in announced])
    dump(folder / "routes" / "routes.yml", [_route(kind) for kind in (*KINDS, LINKED)])
    for path in (SOURCE / "letters").glob("*.yml"):
        dump(folder / "letters" / path.name, [letter | {"valid_from": SINCE} for letter in yaml.safe_load(path.read_text("utf-8"))])
    dump(folder / "calendars" / "calendars.yml", years())
    return announced


def dump(path: Path, entries: list[Any]) -> None:
    """Entries of a catalogue as its files have them."""
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), "utf-8")


def templates() -> list[Any]:
    """The kinds of agencies that places have."""
    return _loaded("templates.yml")


def _loaded(file: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((SOURCE / "agencies" / file).read_text("utf-8"))
    return loaded


def _agencies(locality: Locality) -> Iterator[dict[str, Any]]:
    """The rows that are kept, without end or successor: nothing of the period's future is told in it."""
    keep = locality.agencies.keep
    for group in _loaded(locality.agencies.file):
        rows = [row[:3] for row in group["rows"] if _kept(row[0], keep)]
        if rows and "hai cấp" not in group["like"]:
            yield {**group, "valid_from": SINCE, "valid_to": None, "rows": rows}


def _kept(code: str, keep: tuple[str, ...]) -> bool:
    return any(code == one or code.startswith(one + ".") or one.startswith(code + ".") for one in keep)


def _procedure(one: Procedure, top: str) -> dict[str, Any]:
    results = [{"id": f"r{n}", "name": f"Kết quả {n}"} for n in (1, 2)] if one.kind is LINKED else []
    term = one.kind.term
    return {
        "id": one.id, "name": f"Thủ tục mẫu {one.id} (cấp {one.level})", "field": f"{top}-{one.field}", "valid_from": SINCE,
        "decision_no": f"QĐ công bố mẫu {one.id}", "steps": "Nộp hồ sơ; thẩm định; nhận kết quả",
        "channels": ["counter", "post", *(["online"] if one.online else [])],
        "papers": [{"id": "form", "name": "Tờ khai", "kind": "electronic" if one.paperless else "original"}], "term": term,
        "who": "both", "authority": f"UBND cấp {one.level}", "result": "Kết quả giải quyết", "route": one.kind.name, "level": one.level,
        "receipt_required": one.kind.name != "at_once", "service_level": "partial" if one.online else "information",
        "old_level": one.old_level, "paperless": one.paperless, "legal_basis": ["Văn bản mẫu"],
        "stalled_after": "15wh" if term == "sameday" else term, "process_decision_no": f"QĐ quy trình mẫu {one.kind.name}",
        "results": results,
    }  # fmt: skip


def _route(kind: Kind) -> dict[str, Any]:
    legs = [_leg(kind, n) for n in range(len(kind.legs))]
    return {"id": kind.name, "name": f"Quy trình mẫu {kind.term}", "valid_from": SINCE, "decision_no": f"Quy trình mẫu {kind.name}",
            "legs": legs}  # fmt: skip


def _leg(kind: Kind, n: int) -> dict[str, Any]:
    role, share = kind.legs[n]
    after = {"after": [f"leg{n}"]} if n else {}
    result = {"result": f"r{n + 1}"} if kind is LINKED else {}
    return {"leg": f"leg{n + 1}", "agency": role, "task": "Thẩm định, trình kết quả", "share": share, **after, **result}
