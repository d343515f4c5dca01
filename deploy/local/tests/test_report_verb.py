"""A report that can't be made names every fault at once; one that is made shows the whole form, its sums and its formulas."""

import copy
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lienthong_local.cli import build
from lienthong_local.failure import StackError
from lienthong_local.report import tables
from lienthong_local.report.asked import Asked, asked
from lienthong_local.report.identities import identities
from portal.figures import report_06a
from rich.console import Console
from typer.testing import CliRunner

NOVEMBER = Asked("06a", "H32.41", date(2026, 11, 1), date(2026, 11, 30))
CELLS = sorted({cell for column in report_06a.COLUMNS for cell in column.cells})
COUNTED = {**dict.fromkeys(CELLS, 0), "online": 3585, "direct": 12492, "early": 194, "on_day": 15875, "late": 1, "open_in_time": 7}


def made(*, merged: bool = False) -> dict[str, Any]:
    """Thuận Bắc's year as the portal gives it to programs (domain.md §7.6)."""
    report = report_06a.report([{"procedure": "1.001612", **COUNTED}], lambda _: "HT", merged=merged)
    columns = {c.key: {"number": c.number, "name": c.vi, "adds_up": c.cells} for c in report.columns}
    rows = [{"field": row.field, "name": "Hộ tịch", **row.counts} for row in report.rows]
    return {"columns": columns, "rows": rows, "total": dict(report.total.counts)}


def printed(show: Any, facts: dict[str, Any], of: Asked = NOVEMBER) -> tuple[bool, str]:
    console = Console(file=StringIO(), width=180)
    return show(console, facts, of), console.file.getvalue()  # type: ignore[attr-defined]


def refused(*given: str, files: dict[Any, Path | None] | None = None, merged: bool = False) -> list[str]:
    with pytest.raises(StackError) as fault:
        asked(*given, lambda agency: agency.startswith("H32"), files or {}, merged=merged)
    return str(fault.value).split("; ")


def test_what_can_be_made_is_asked_for_as_the_portals_addresses_have_it():
    found = asked("06a", "H32.41", "2026-11-01", "2026-11-30", lambda _: True, {}, merged=True)
    assert found.query == {"tu": "2026-11-01", "den": "2026-11-30", "co-quan": "H32.41", "gop": "1"}
    assert asked("766", "", "2026-11-01", "2026-11-01", lambda _: False, {}).agency == ""


def test_every_fault_is_named_at_once(tmp_path):
    faults = refused("06c", "H99", "2026-13-01", "hôm qua", files={"xlsx": tmp_path / "a.xlsx"})
    assert [fault.split(":")[0] for fault in faults] == ["không có báo cáo '06c'", "--agency H99", "--from 2026-13-01", "--to hôm qua"]
    nowhere = tmp_path / "none"
    faults = refused("06a", "H99", "2026-11-30", "2026-11-01", files={"xlsx": nowhere / "a.xlsx", "pdf": nowhere / "a.pdf"})
    assert len(faults) == 4 and "đứng trước" in faults[-1]


@pytest.mark.parametrize("fault", [
    refused("ledger", "", "2026-01-01", "2026-01-31"), refused("ledger", "H32.41", "2025-12-31", "2026-01-01"),
    refused("766", "H32.41", "2026-01-01", "2026-01-31", merged=True), refused("06a", "H32.41", "1990-01-01", "2026-01-31"),
    refused("ledger", "H32.41", "2026-01-01", "2026-01-31", files={"xlsx": Path("a.xlsx")}),
])  # fmt: skip
def test_what_a_form_hasn_t_is_refused_by_one_sentence(fault):
    assert len(fault) == 1


def test_the_table_has_all_columns_of_the_form_and_says_that_its_sums_hold():
    holds, shown = printed(tables.form_06a, made())
    assert holds and all(f"({n})" in shown for n in range(1, 14))
    total = next(line for line in shown.splitlines() if "Tổng cộng" in line)
    assert total.split()[2:13] == ["16.077", "3.585", "12.492", "0", "16.070", "194", "15.875", "1", "7", "7", "0"]
    assert "(3) = (7) + (11) + (14): 16.077 = 16.077 đúng" in shown and shown.count("đúng\n") == 4


def test_a_line_of_the_ledger_tells_the_day_in_viet_nam():
    days = dict.fromkeys(("due_at", "forwarded_at", "result_at"), None) | {"returned_at": "2026-12-01T06:30:00+07:00"}
    row = {"number": 1, "code": "H32.41-261130-0001", "procedure": "1.001612", "name": "Ẩn", "agency": "H32.41",
           "received_at": "2026-11-29T23:10:00Z", **days}  # fmt: skip
    _, shown = printed(tables.ledger, {"desk": "UBND xã", "rows": [row], "more": False})
    assert "30/11/2026" in shown and "01/12/2026" in shown and "29/11/2026" not in shown


@pytest.mark.parametrize("column", ["received", "early", "open_late", "apart"])
def test_a_sum_that_doesn_t_hold_is_named_with_its_row(column):
    wrong = copy.deepcopy(made())
    wrong["rows"][0][column] += 1
    holds, shown = printed(tables.form_06a, wrong)
    assert not holds and "SAI ở Hộ tịch" in shown
    assert not all(one.holds for one in identities({**made(), "total": {**made()["total"], column: 99}}))


def test_local_practice_has_no_column_fourteen_and_its_own_sum():
    assert [one.words for one in identities(made(merged=True))][-1] == "(3) = (7) + (11)"
    assert all(one.holds for one in identities(made(merged=True)))


def test_each_points_formula_stands_beside_it_and_what_isn_t_measured_is_neither_nought_nor_full():
    lines = [{"number": "2.1", "name": "Đúng hạn", "formula": "a ÷ b", "part": 3, "whole": 4, "points": "15.00", "most": 20},
             {"number": "4", "name": "Số hoá", "formula": "cần kho", "part": None, "whole": None, "points": None, "most": 22}]  # fmt: skip
    _, shown = printed(tables.index_766, {"points": "15.00", "measured": 20, "lines": lines})
    first, second = (next(line for line in shown.splitlines() if word in line) for word in ("Đúng", "Số hoá"))
    assert "a ÷ b" in first and "3 ÷ 4" in first and "15,00" in first
    assert "cần kho" in second and "không đo được" in second and "15,00 trên 20 điểm đo được; 80" in shown


def test_a_ledger_s_line_has_its_number_and_each_day_that_has_come():
    row = {"number": 7, "code": "H32.41-261123-0001", "procedure": "Khai sinh", "name": "Ẩn", "agency": "Văn phòng",
           "received_at": "2026-11-23T09:00:00+07:00", "due_at": "2026-11-27T17:00:00+07:00", "forwarded_at": None, "result_at": None,
           "returned_at": None}  # fmt: skip
    _, shown = printed(tables.ledger, {"desk": "Bộ phận một cửa", "rows": [row], "more": False})
    line = next(line for line in shown.splitlines() if "0001" in line)
    assert line.split()[0] == "7" and "23/11/2026" in line and "27/11/2026" in line


def test_the_verb_shows_an_example_and_needs_a_stack(tmp_path):
    assert "lienthong report 06a" in " ".join(CliRunner().invoke(build(), ["report", "--help"], env={"COLUMNS": "300"}).stdout.split())
    with pytest.raises(StackError, match="start one by"):
        CliRunner().invoke(build(), ["report", "06a", "--from", "2026-11-01", "--to", "2026-11-30"],
                           env={"LIENTHONG_HOME": str(tmp_path)}, catch_exceptions=False)  # fmt: skip
