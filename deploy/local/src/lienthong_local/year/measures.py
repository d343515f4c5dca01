"""The measures that published figures are held against, each with the formula that it is counted by."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import msgspec
from portal.figures.report_766 import PARTS

from lienthong_local.year.locality import Published

_UNIT = re.compile(r"H\d+(\.\d+)*")
LEVELS = ("tỉnh", "huyện", "xã")


class Read(NamedTuple):
    """What was read: report 06a's total, its rows `of` each procedure, the catalogue in force, and what desks received."""

    total: Mapping[str, int]
    of: Mapping[str, Mapping[str, int]]
    months: int
    procedures: list[dict[str, Any]]
    agencies: list[dict[str, Any]]
    saturdays: int
    receiving: Mapping[str, int]
    linked: set[str]


class Measure(NamedTuple):
    """A figure, how it was counted, and how many decimals it is published with."""

    figure: float | None
    formula: str
    decimals: int = 0


class Line(msgspec.Struct, frozen=True):
    """A published figure beside ours."""

    id: str
    says: str
    published: float
    measured: float | None
    formula: str
    equal: bool


def measures(read: Read) -> dict[str, Measure]:
    """Every measure by name. Shares are in percent; with nothing to divide by there is none (None), neither 0 nor 100."""
    n, columns = read.total, {"received": "3", "online": "4", "resolved": "7", "early": "8", "on_day": "9", "late": "10", "open": "11",
                              "open_in_time": "12", "open_late": "13"}  # fmt: skip
    found = {key: Measure(n[key], f"cột {column}") for key, column in columns.items()}
    found["overdue"] = Measure(n["late"] + n["open_late"], "cột 10 + cột 13")
    found["in_time_share"] = Measure(_share(n["early"] + n["on_day"], n["resolved"]), "(cột 8 + cột 9) ÷ cột 7")
    found["online_a_month"] = Measure(n["online"] / read.months, f"cột 4 ÷ {read.months} tháng")
    found["direct_a_month"] = Measure(n["direct"] / read.months, f"cột 5 ÷ {read.months} tháng")
    found["saturdays"] = Measure(read.saturdays, "cột 4 + cột 5 của các ngày thứ bảy")
    found["linked"] = Measure(sum(read.of[one]["received"] for one in read.linked if one in read.of), "cột 3 của thủ tục liên thông")
    return found | _of_catalogue(read) | _of_procedures(read) | _of_agencies(read)


def _of_catalogue(read: Read) -> dict[str, Measure]:
    by_level = {level: sum(1 for one in read.procedures if one["level"] == level) for level in LEVELS}
    whole = sum(1 for one in read.procedures if all(one[part] for part in PARTS))
    found = {f"procedures.{level}": Measure(count, f"thủ tục cấp {level} đang có hiệu lực") for level, count in by_level.items()}
    found["procedures"] = Measure(len(read.procedures), "thủ tục đang có hiệu lực")
    found["fields"] = Measure(len({one["field"] for one in read.procedures}), "lĩnh vực có thủ tục đang có hiệu lực")
    share = _share(whole, len(read.procedures))
    return found | {"published_share": Measure(share, "thủ tục công khai đủ bảy bộ phận ÷ thủ tục đang có hiệu lực")}


def _of_procedures(read: Read) -> dict[str, Measure]:
    """Counts of those procedures that are of a kind."""
    paperless = {level: _online(read, lambda one, level=level: one["paperless"] and one["level"] == level) for level in LEVELS}
    found = {f"paperless.{level}": Measure(n, f"cột 4 của thủ tục cấp {level} không dùng hồ sơ giấy") for level, n in paperless.items()}
    found["paperless"] = Measure(sum(paperless.values()), "cột 4 của thủ tục không dùng hồ sơ giấy")
    for field in {one["field"].rpartition("-")[2] for one in read.procedures}:
        count = _online(read, lambda one, field=field: one["old_level"] == 3 and one["field"].endswith(f"-{field}"))
        found[f"online_level_3.{field}"] = Measure(count, f"cột 4 của thủ tục mức độ 3, lĩnh vực {field}")
    return found


def _online(read: Read, fits: Any) -> int:
    return sum(read.of[one["id"]]["online"] for one in read.procedures if one["id"] in read.of and fits(one))


def _of_agencies(read: Read) -> dict[str, Measure]:
    """How many units have a reception unit of their own, and how many of those received in the period."""
    ids = {one["id"] for one in read.agencies}
    desks = {one["id"] for one in read.agencies if "desk" in one["roles"]}
    units = [one for one in ids if _UNIT.fullmatch(one) and not one.endswith(".00")]
    having = [one for one in units if {one, f"{one}.00"} & desks]
    receiving = sum(1 for one in desks if read.receiving.get(one))
    return {"desks_share": Measure(_share(len(having), len(units)), "đơn vị có bộ phận một cửa ÷ đơn vị hành chính"),
            "receiving_share": Measure(_share(receiving, len(desks)), "một cửa có tiếp nhận trong kỳ ÷ bộ phận một cửa")}  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def against(published: Iterable[Published], ours: Mapping[str, Measure]) -> list[Line]:
    """Each published figure beside ours, with as many decimals as it was published with."""
    return [_line(one, ours[one.measure]) for one in published]


def _line(one: Published, ours: Measure) -> Line:
    shown = rounded(ours.figure, one.figure)
    return Line(one.id, one.says, one.figure, shown, ours.formula, shown is not None and _holds(one, shown))


def _holds(one: Published, shown: float) -> bool:
    if one.about:  # "nearly": less, and by no more than one in fifty
        return 0.98 * one.figure <= shown < one.figure
    return shown >= one.figure if one.at_least else shown == one.figure


def rounded(figure: float | None, like: float) -> float | None:
    """The figure with the decimals of the other; never rounded up to a whole hundred percent that it isn't (domain.md §7.6)."""
    if figure is None:
        return None
    step = Decimal(1).scaleb(-len(str(float(like)).partition(".")[2].rstrip("0")))
    exact = Decimal(figure)
    near = exact.quantize(step, ROUND_HALF_UP)
    return float(exact.quantize(step, ROUND_DOWN) if near == 100 and exact < 100 else near)
