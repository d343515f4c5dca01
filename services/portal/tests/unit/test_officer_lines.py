"""What an agency has to see to, drawn from a dossier's picture: pure, for every state that it can be in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from lienthong_calendar import VIET_NAM
from portal.domain.record import LegRecord, Question, Record, Sent
from portal.officer.acts import ACTS, body_of
from portal.officer.asked import Asked, NoSuchPlace, asked_of, cursor, place_of
from portal.officer.lines import ARRIVED, DUE_SOON, FINISHED, ON_TIME, OVERDUE, PAUSED, lines_of
from portal.officer.raised import alert_of

NOW = datetime(2026, 11, 25, 7, tzinfo=UTC)
ID = UUID(int=7)
HERE = {"appraise": LegRecord("Thẩm định", "KT", state="here", officer="lvm", step="work")}
OPEN = Record(status="open", code="H32.41-261125-0001", desk="H32.41", due_at=NOW, changed_at=NOW, legs=HERE)


@pytest.mark.parametrize(("changes", "rank"), [({}, ON_TIME), ({"warned": True}, DUE_SOON), ({"warned": True, "breached": True}, OVERDUE),
                                               ({"breached": True, "ground": "Chờ thuế"}, PAUSED)])  # fmt: skip
def test_lines_stand_in_the_order_in_which_time_presses_and_a_pause_presses_nobody(changes, rank):
    (line,) = lines_of(ID, OPEN.with_(**changes))
    assert (line.rank, line.agency, line.step, line.officer, line.tail) == (rank, "KT", "work", "lvm", "261125-0001")


def test_before_an_officer_is_assigned_the_leg_is_nobodys():
    (line,) = lines_of(ID, OPEN.with_(legs={"appraise": LegRecord("Thẩm định", "KT", state="here", officer="vt1", step="assign")}))
    assert (line.step, line.officer) == ("assign", "")


def test_a_consignment_is_its_receivers_until_it_comes_back_and_then_its_senders():
    waiting = OPEN.with_(legs={}, sent={"c": Sent("tax", "KT", "TCT")})
    assert [(line.agency, line.step) for line in lines_of(ID, waiting)] == [("TCT", "acknowledge")]
    back = waiting.with_(sent={"c": Sent("tax", "KT", "TCT", "back")})
    assert [(line.agency, line.step) for line in lines_of(ID, back)] == [("KT", "resend")]


def test_a_question_is_the_asked_agencys_and_a_supplement_the_desks():
    lines = lines_of(ID, OPEN.with_(questions={"q": Question("appraise", "SXD")}, supplement=1))
    assert {(line.agency, line.step) for line in lines} == {("KT", "work"), ("SXD", "answer"), ("H32.41", "supplement")}


def test_once_there_is_a_result_only_its_way_home_is_left():
    done = OPEN.with_(status="result", sent={"c": Sent("return", "KT", "H32.41", "taken"), "d": Sent("tax", "KT", "TCT", "back")})
    assert [(line.agency, line.step, line.rank) for line in lines_of(ID, done)] == [("H32.41", "return", FINISHED)]


@pytest.mark.parametrize("status", ["returned", "stopped", "declined", "unknown"])
def test_what_is_over_is_in_nobodys_inbox(status):
    assert lines_of(ID, OPEN.with_(status=status)) == []


def test_what_came_online_is_the_desks_and_keeps_its_place_whatever_messages_come():
    came = Record(status="submitted", desk="H32.41", submitted_at=NOW, changed_at=NOW)
    later = came.with_(changed_at=NOW + timedelta(hours=3))
    assert [(line.step, line.rank, line.by_at) for line in lines_of(ID, later)] == [("receive", ARRIVED, NOW)]
    assert [line.step for line in lines_of(ID, came.with_(returned=True))] == ["complete"]


def test_a_cursor_leads_back_to_its_line_and_an_address_to_its_filters():
    line = {"rank": 2, "by_at": NOW, "dossier_id": ID, "leg": "appraise"}
    assert place_of(cursor(line)) == (2, NOW, ID, "appraise") and place_of("") is None
    asked = Asked(who="mine", due="overdue", q="đất & nước", after=cursor(line))
    assert asked_of(asked.address(after=asked.after)) == asked
    assert asked.address(due="") == "/hop-viec?who=mine&q=%C4%91%E1%BA%A5t+%26+n%C6%B0%E1%BB%9Bc", "another filter begins at the first page"
    assert asked_of("https://x.example/?who=mine") == Asked() == asked_of("/hop-viec?nonsense=1")


@pytest.mark.parametrize("text", ["0|2026-11-25T07:00:00Z|x|y", f"2|2026-11-25T07:00:00|{ID}|a", f"2|0001-01-01T00:00:00Z|{ID}|a", "|||",
                                  f"2|2026-11-25T07:00:00Z|{ID}|a\0"])  # fmt: skip
def test_a_cursor_that_no_page_gave_is_none(text):
    with pytest.raises(NoSuchPlace):
        place_of(text)


def test_a_day_in_a_form_is_its_closing_hour_in_viet_nam_and_what_is_no_day_goes_as_it_was_typed():
    said = {"reason": "Chờ xác minh", "new_due_at": "2026-12-01", "version": "7", "agency": "H01.1"}
    closing = datetime(2026, 12, 1, 17, tzinfo=VIET_NAM).isoformat()
    assert body_of(ACTS["apologise"], said) == {"reason": "Chờ xác minh", "new_due_at": closing, "version": 7}
    assert body_of(ACTS["apologise"], {"new_due_at": "mai"}) == {"reason": "", "new_due_at": "mai"}
    assert body_of(ACTS["give-back"], {"papers": "form"}) == {"papers": ["form"]} and body_of(ACTS["number"], {}) == {"result_no": ""}


def test_an_alert_is_gone_when_what_it_is_about_is():
    breach, leg = b'{"clock": "dossier"}', b'{"clock": "appraise"}'
    assert (alert_of("DeadlineBreached", breach, OVERDUE, ()), alert_of("DeadlineBreached", breach, PAUSED, ())) == ("breach", None)
    assert (alert_of("DeadlineBreached", leg, OVERDUE, ("leg_late",)), alert_of("DeadlineBreached", leg, OVERDUE, ())) == ("leg_late", None)
    assert (alert_of("DossierStalled", b"{}", ON_TIME, ("stalled",)), alert_of("DossierStalled", b"{}", ON_TIME, ())) == ("stalled", None)
