"""A dossier's page explains its date day by day, and its time to the minute."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_calendar import VIET_NAM, WorkingCalendar, explain, parse_term
from lienthong_contracts import KINDS, DossierReceived
from lienthong_contracts.intake import TraceLine
from portal.domain.record import LegRecord, Record
from portal.statement import breach, last_word, statement
from portal.why import moves, trace

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
RECORD = Record(legs={"tax": LegRecord("Cấp mã số thuế", "TCT.32", place=1), "appraise": LegRecord("Thẩm định", "H32.41.KT", place=0)})
KIND, AGENCY = some.sampled_from(["leg", "wait", "pause"]), some.sampled_from(["H32.41", "TCT.32"])
USE = some.fixed_dictionaries({"kind": KIND, "agency": AGENCY, "about": some.sampled_from(["", "tax", "appraise", "lạ"]),
                               "minutes": some.integers(1, 10_000)})  # fmt: skip


def named(code):
    return f"UBND {code}"


def received(at, term):
    due = explain(WorkingCalendar(), datetime.fromisoformat(at).replace(tzinfo=VIET_NAM), parse_term(term))
    steps = tuple(TraceLine(on=s.on, counts=s.counts, rule=s.rule, name=s.name, decision_no=s.decision_no) for s in due.steps)
    example = DossierReceived.model_validate({**DossierReceived.example, "due_at": due.due_at, "deemed_at": due.deemed_at, "term": term})
    return example.model_copy(update={"trace": steps})


@settings(deadline=None, max_examples=50)
@given(some.lists(USE, min_size=1))
def test_the_accounts_add_up_exactly_whatever_their_order(uses):
    stopped = {"uses": uses, "used": 0, "paused": 0}
    shown = statement(stopped, None, RECORD, named, NOW)
    assert shown.total == sum(use["minutes"] for use in uses) == sum(map(shown.of, ("leg", "wait", "pause")))
    assert sorted(use.minutes for use in shown.uses) == sorted(use["minutes"] for use in uses)


def test_legs_stand_in_the_journey_s_order_then_waits_then_pauses():
    uses = [
        ("pause", "TCT.32", "Chờ nộp thuế", 900),
        ("wait", "H32.41", "", 30),
        ("leg", "TCT.32", "tax", 450),
        ("leg", "H32.41.KT", "appraise", 60),
    ]
    told = [dict(zip(("kind", "agency", "about", "minutes"), use, strict=True)) for use in uses]
    shown = statement({"uses": told, "used": 540, "paused": 900}, None, RECORD, named, NOW)
    assert [(use.kind, use.about) for use in shown.uses] == [
        ("leg", "Thẩm định"),
        ("leg", "Cấp mã số thuế"),
        ("wait", ""),
        ("pause", "Chờ nộp thuế"),
    ]
    assert shown.total == shown.used + shown.paused


def test_a_stopped_clock_s_own_words_need_nobody_s_answer_and_an_open_one_says_until_when():
    stopped = {"uses": [{"kind": "wait", "agency": "H32.41", "about": "", "minutes": 7}], "used": 7, "paused": 0}
    assert statement(stopped, None, RECORD, named, NOW).until is None
    assert statement({}, {"uses": stopped["uses"]}, RECORD, named, NOW).until == NOW


def test_a_monitor_that_doesn_t_answer_leaves_no_statement_rather_than_an_empty_one():
    assert statement({}, None, RECORD, named, NOW) is None
    assert statement({}, {"uses": []}, RECORD, named, NOW).uses == ()


def test_after_a_breach_the_leg_that_ran_over_most_stands_first():
    legs = [
        {"leg": "appraise", "agency": "H32.41.KT", "granted": 450, "used": 440},
        {"leg": "tax", "agency": "TCT.32", "granted": 450, "used": 760},
    ]
    shown = breach({"due_at": "2026-11-27T17:00:00+07:00", "legs": legs}, RECORD, named)
    assert [(leg.agency, leg.over) for leg in shown.legs] == [("UBND TCT.32", 310), ("UBND H32.41.KT", 0)]
    assert breach({}, RECORD, named) is None


def test_only_the_dossier_s_own_clock_is_asked():
    bodies = [{"clock": "tax", "n": 1}, {"clock": "dossier", "n": 2}, {"clock": "dossier", "n": 3}]
    assert last_word(["ClockStopped"] * 3, bodies, "ClockStopped")["n"] == 2
    assert last_word(["ClockStopped"], bodies[:1], "ClockStopped") == {}


def test_a_holiday_is_shown_with_its_law_and_the_decision_s_number():
    days = {f"{line.on:%d/%m}": line for line in trace(received("2026-04-24T09:00", "5wd"), "vi")}
    assert {day: days[day].label for day in ("25/04", "27/04", "30/04", "01/05")} == {
        "25/04": "T5",
        "27/04": "T8",
        "30/04": "T9",
        "01/05": "T9",
    }
    assert all(days[day].law.startswith("BLLĐ 2019") and days[day].decision_no for day in ("27/04", "30/04", "01/05"))
    assert [line.n for line in days.values() if line.n] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("term", ["3wd", "4wh", "24h", "sameday", "10d", "1mo"])
def test_each_day_passed_is_explained_in_the_reader_s_language(term, lang):
    told = received("2026-11-20T15:30", term)
    lines = trace(told, lang)
    assert all(line.why and line.law for line in lines)
    assert lines[-1].why.endswith(f"{told.due_at.astimezone(VIET_NAM):%H:%M}")


def test_what_moved_the_date_since_is_told_oldest_first_and_a_leg_moves_none():
    class Told:
        def __init__(self, kind):
            self.kind = kind

    kinds = ["DeadlineMet", "DeadlineAdjusted", "ClockResumed", "ClockResumed"]
    found = moves(tuple(map(Told, kinds)), [{"clock": "dossier"}, {"clock": "dossier"}, {"clock": "tax"}, {"clock": "dossier"}])
    assert [line.kind for line in found] == ["ClockResumed", "DeadlineAdjusted"]
    assert {line.kind for line in found} <= set(KINDS)
