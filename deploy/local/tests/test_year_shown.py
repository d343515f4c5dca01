"""A replay's figures are read by people: on any terminal each stands whole beside the published one (issue 8)."""

import io

import pytest
from lienthong_local.year.measured import Measured
from lienthong_local.year.measures import Line
from lienthong_local.year.shown import COLUMNS, show
from rich.console import Console

LARGE = {**dict.fromkeys(COLUMNS, 0), **dict.fromkeys(("received", "direct", "resolved", "on_day"), 16077), "online": 3585, "early": 194}
FOUND = Measured(
    "Huyện Thuận Bắc, 2023", [Line("S0-11", "16.077 hồ sơ, đã giải quyết đúng hạn 15.875", 16077, 16076, "cột 9 + cột 10a", False)],
    report=LARGE, board={}, fields=[{**LARGE, "name": "Tiếp công dân, xử lý đơn"}], recount_differs=0, figures=71516,
)  # fmt: skip


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_figure_is_ever_cut(width: int) -> None:
    console = Console(file=io.StringIO(), width=width)
    show(FOUND, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in text
    assert text.count("16.077") >= 2 + 4 * 2 and "16.076" in text
