"""What `rebuild` says of what it found, and with which exit status (issue 8)."""

from uuid import UUID

import pytest
from lienthong_local.rebuild.found import Found, Verdict, show
from rich.console import Console

ONE, TWO = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(("wrong", "told", "check", "status"), [
    ({"log": 0, "budget": 0}, {ONE: "as_told"}, True, 0),
    ({"log": 1, "budget": 0}, {ONE: "missing"}, True, 1),  # also where nothing but a whole row is missing
    ({"log": 0, "budget": 2}, {}, True, 1),
    ({"log": 1, "budget": 2}, {}, False, 0),  # it was put right
    ({"log": 0, "budget": 0}, {ONE: "untellable"}, False, 1),  # nobody can put that right but a backup
    ({"log": 0, "budget": 0}, {ONE: "moving"}, True, 0),
])  # fmt: skip
def test_the_status_says_whether_something_differs_or_can_t_be_told(wrong, told, check, status):
    assert Found.of("sla-monitor", wrong, {one: Verdict(verdict) for one, verdict in told.items()}).status(check) == status


def test_a_program_reads_each_table_and_the_dossiers_that_can_t_be_told():
    found = Found.of("sla-monitor", {"log": 1, "budget": 2}, {ONE: Verdict.UNTELLABLE, TWO: Verdict.MOVING})
    assert found.said == {"mended": {"log": 1, "budget": 2}, "differing": 3, "moving": 1, "untellable": (str(ONE),)}
    assert Found("portal", {"daily": (1, 2)}, 2, 9).said == {"entries": 9, "mended": {"daily": (1, 2)}, "differing": 2}


def test_people_read_what_is_wrong_and_that_nothing_was_changed_by_a_check():
    console = Console(record=True, width=120)
    show(Found.of("sla-monitor", {"log": 1, "budget": 0}, {ONE: Verdict.UNTELLABLE, TWO: Verdict.MOVING}), True, console)
    said = console.export_text()
    assert "quỹ thời gian theo nhật ký" in said and str(ONE) in said and "1 hồ sơ đang có việc dở dang" in said
    assert "chưa đổi gì" in said and "Khớp hoàn toàn" not in said
