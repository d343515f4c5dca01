"""What the command says after a succession, to people."""

import io
from collections import Counter

from dossiers_in_flight import DESK, catalogue, plan
from lienthong_local.succeed.proof import Proof
from lienthong_local.succeed.saying import say
from rich.console import Console


def said(proof, dry_run=False):
    """All that is printed."""
    console = Console(file=io.StringIO(), width=200)
    say(console, proof, plan(), catalogue(), dry_run)
    return console.file.getvalue()


def test_what_was_proven_is_said_with_names_and_figures():
    words = said(Proof(submissions=2, dossiers=3, hand_overs=1, by_agency=Counter({DESK: 5}), messages=Counter(queued=4, delivered=6)))
    assert "3 hồ sơ đang giải quyết và 2 hồ sơ chờ tiếp nhận đã có cơ quan kế thừa; 1 lần bàn giao dở dang đã gửi lại đúng nơi." in words
    assert "Tin báo công dân: 6 đã đến, 4 chờ gửi." in words
    assert catalogue().agency_name(DESK) in words and catalogue().agency_name("H32.41") in words
    assert "Đã chứng minh xong." in words and "khác với kế hoạch" not in words and "cách khác" not in words


def test_every_part_that_does_not_hold_is_named_with_its_dossiers():
    faults = [("routing", f"d{n}", DESK) for n in range(7)]
    words = said(Proof(orphaned=faults, not_told=[("notifier", "d9", "sms")]))
    assert f"hồ sơ còn ở cơ quan thôi hoạt động: 7: routing d0 {DESK}" in words and "d4" in words and "d5" not in words
    assert "tin báo công dân còn thiếu: 1: notifier d9 sms" in words and "ngày hẹn bị đổi: 0" in words
    assert "Chưa chứng minh được" in words and "Đã chứng minh" not in words


def test_faults_are_said_even_where_nothing_was_handed_on():
    words = said(Proof(orphaned=[("portal", "d1", DESK)]))
    assert "Chưa có hồ sơ dở dang nào được chuyển" in words and "portal d1" in words


def test_who_went_otherwise_and_who_could_not_be_reached_is_said():
    words = said(Proof(otherwise=2, out_of_reach=3))
    assert "2 hồ sơ đã chuyển cho cơ quan kế thừa khác" in words and "3 hồ sơ không liên lạc được" in words


def test_a_dry_run_counts_dossiers_not_places():
    words = said(Proof(orphaned=[("routing", "d1", DESK), ("portal", "d1", DESK), ("portal", "d2", DESK)]), dry_run=True)
    assert words == "2 hồ sơ sẽ được chuyển cho cơ quan kế thừa; chưa có gì thay đổi.\n"
