"""Report II.06a/VPCP/KSTT, how dossiers were received and resolved in a period: its columns, rows and identities (domain.md §3.1)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple


class Column(NamedTuple):
    """A column: its number on the form, its words, and the cells of a stay that it adds up (migrations, `in_cell`)."""

    key: str
    number: str
    vi: str
    en: str
    cells: tuple[str, ...]


_IN_TIME, _OVER = ("open_in_time",), ("open_late",)
COLUMNS = (
    Column("received", "3", "Tổng số", "Total", ("online", "direct", "carried")),
    Column("online", "4", "Trực tuyến", "Online", ("online",)),
    Column("direct", "5", "Trực tiếp, dịch vụ bưu chính", "At the counter, by post", ("direct",)),
    Column("carried", "6", "Từ kỳ trước", "Carried over", ("carried",)),
    Column("resolved", "7", "Tổng số", "Total", ("early", "on_day", "late")),
    Column("early", "8", "Trước hạn", "Early", ("early",)),
    Column("on_day", "9", "Đúng hạn", "On the day", ("on_day",)),
    Column("late", "10", "Quá hạn", "Late", ("late",)),
    Column("open", "11", "Tổng số", "Total", (*_IN_TIME, *_OVER)),
    Column("open_in_time", "12", "Trong hạn", "In time", _IN_TIME),
    Column("open_late", "13", "Quá hạn", "Overdue", _OVER),
    Column("apart", "14", "Dừng, rút, từ chối", "Stopped, withdrawn, refused", ("apart",)),
    Column("late_apologised", "10a", "Quá hạn, kịp ngày hẹn lại", "Late, kept the new date", ("late_apologised",)),
    Column("open_paused", "12a", "Tạm dừng", "Paused", ("open_paused",)),
)
GROUPS = (("Số hồ sơ tiếp nhận", "Received", 4), ("Số hồ sơ đã giải quyết", "Resolved", 4), ("Số hồ sơ đang giải quyết", "In work", 3),
          ("Tách riêng, ngoài biểu mẫu", "Apart, beside the form", 3))  # fmt: skip


class Row(NamedTuple):
    """A field's figures, by column; the total has no field."""

    field: str
    counts: Mapping[str, int]


class Report(NamedTuple):
    """The rows by field and their total; `merged` counts what stands apart among those resolved on their day (a local practice)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    merged: bool


class IdentityBroken(Exception):
    """The form's own sums don't hold: a figure is wrong, and no report is better than this one."""


def columns(*, merged: bool) -> tuple[Column, ...]:
    """The form's columns, with what each adds up."""
    if not merged:
        return COLUMNS
    taken = {"resolved": ("early", "on_day", "late", "apart"), "on_day": ("on_day", "apart")}
    return tuple(c._replace(cells=taken.get(c.key, c.cells)) for c in COLUMNS if c.key != "apart")


def report(found: Iterable[Mapping[str, Any]], field_of: Callable[[str], str], *, merged: bool = False) -> Report:
    """The report of what the store counted by procedure. Raises IdentityBroken."""
    shown, fields = columns(merged=merged), dict[str, Counter[str]]()
    for row in found:
        counted = fields.setdefault(field_of(row["procedure"]), Counter())
        counted.update({cell: row[cell] for column in COLUMNS for cell in column.cells if len(column.cells) == 1})
    rows = [_row(field, counted, shown) for field, counted in sorted(fields.items())]
    total = Row("", {c.key: sum(row.counts[c.key] for row in rows) for c in shown})
    for row in (*rows, total):
        check(row)
    return Report(shown, tuple(row for row in rows if any(row.counts.values())), total, merged)


def _row(field: str, counted: Counter[str], shown: tuple[Column, ...]) -> Row:
    return Row(field, {column.key: sum(counted[cell] for cell in column.cells) for column in shown})


def check(row: Row) -> None:
    """3 = 4+5+6, 7 = 8+9+10, 11 = 12+13, and 3 = 7+11 with what stands apart. Raises IdentityBroken."""
    n = row.counts
    sums = (
        (n["received"], n["online"] + n["direct"] + n["carried"]), (n["resolved"], n["early"] + n["on_day"] + n["late"]),
        (n["open"], n["open_in_time"] + n["open_late"]), (n["received"], n["resolved"] + n["open"] + n.get("apart", 0)),
    )  # fmt: skip
    if any(left != right for left, right in sums):
        raise IdentityBroken(f"{row.field}: {dict(n)}")
