"""A plan of who follows whom: completed from the catalogue, and refused with every fault at once."""

from datetime import date, timedelta

import pytest
from lienthong_contracts import AgencyPublished
from lienthong_local.failure import StackError
from lienthong_local.succeed.plan import Written, read, settled, written_from
from lienthong_runtime import Catalogue

DAY = date(2025, 7, 1)
EVE, LONG_AFTER = DAY - timedelta(days=1), date(2026, 2, 1)
DESK = ("desk",)


def agency(name, begins=date(2020, 1, 1), ends=None, **more):
    return AgencyPublished(id=name, valid_from=begins, valid_to=ends, name=f"UBND {name}", kind="resolving", **more)


CATALOGUE = Catalogue([
    agency("OLD", ends=DAY, successor="NEW"), agency("NEW", begins=DAY),
    agency("OLD.1", ends=DAY, successor="NEW.1", parent="OLD", roles=DESK), agency("NEW.1", begins=DAY, roles=DESK, parent="NEW"),
    agency("OLD.1.KT", ends=DAY, parent="OLD.1"), agency("OLD.2", parent="OLD"),
    agency("LONG.GONE", ends=EVE, successor="NEW", parent="OLD"),
    agency("BRIEF", begins=DAY, ends=date(2026, 1, 1), successor="LAST"), agency("LAST", begins=date(2026, 1, 1)),
    agency("OTHER", ends=DAY, successor="BRIEF"),
])  # fmt: skip


def faults(agencies=(), tops=(), today=None):
    """Every line of the refusal but the first."""
    with pytest.raises(StackError) as refused:
        settled(Written(decision_no="NQ 1", agencies=dict(agencies), from_catalogue=tops), DAY, CATALOGUE, today)
    return str(refused.value).split("\n  ")[1:]


def whole(agencies=(), tops=(), today=None):
    return settled(Written(decision_no="NQ 1", agencies=dict(agencies), from_catalogue=tops), DAY, CATALOGUE, today)


def test_the_catalogue_names_whoever_ended_on_the_eve_under_an_agency():
    assert written_from(("OLD",), DAY, "NQ 1", CATALOGUE) == {"decision_no": "NQ 1", "agencies": {
        "OLD": "NEW", "OLD.1": "NEW.1", "OLD.1.KT": ""}}  # fmt: skip
    assert written_from(("OLD.1",), DAY, "NQ 1", CATALOGUE)["agencies"] == {"OLD.1": "NEW.1", "OLD.1.KT": ""}


def test_what_the_file_names_goes_before_the_catalogue():  # a commune that was split
    plan = whole({"OLD": "NEW.1", "OLD.1.KT": "NEW"}, ("OLD",))
    assert plan.agencies == {"OLD": "NEW.1", "OLD.1": "NEW.1", "OLD.1.KT": "NEW"}
    assert (plan.on, plan.decision_no) == (DAY, "NQ 1")


def test_every_fault_is_named_at_once():
    assert faults({"NOBODY": "NEW", "OLD.2": "NEW", "OLD": "MISSING", "OLD.1": "NEW"}, ("OLD", "NOWHERE")) == [
        "from_catalogue: there is no agency NOWHERE",
        "OLD → MISSING: the successor isn't in force on 2025-07-01",
        "OLD.1 → NEW: a one-stop desk can only be followed by another",
        "OLD.1.KT: the catalogue names nobody to follow it; name the successor under `agencies`",
        "NOBODY: there is no such agency",
        "OLD.2 (UBND OLD.2) is still in force on 2025-07-01: let its end be approved first (POST /proposals)",
    ]


def test_nobody_follows_himself_or_whoever_ceases_by_the_same_plan():
    assert faults({"OLD": "OLD"}) == ["OLD → OLD: the successor ceases by the same plan"]
    assert faults({"OLD": "OLD.1", "OLD.1": "NEW.1"}) == ["OLD → OLD.1: the successor ceases by the same plan"]


def test_a_plan_without_an_agency_is_none():
    assert faults() == ["no agency ceases"]


def test_a_successor_who_has_ceased_since_is_refused_when_the_plan_is_carried_out_late():
    assert whole({"OTHER": "BRIEF"}).agencies == whole({"OTHER": "BRIEF"}, today=EVE).agencies == {"OTHER": "BRIEF"}
    assert faults({"OTHER": "BRIEF"}, today=LONG_AFTER) == ["OTHER → BRIEF: the successor isn't in force on 2026-02-01"]


def test_the_catalogue_s_own_successor_is_whoever_acts_when_the_plan_is_carried_out():
    assert whole(tops=("OTHER",)).agencies == {"OTHER": "BRIEF"}
    assert whole(tops=("OTHER",), today=LONG_AFTER).agencies == {"OTHER": "LAST"}


@pytest.mark.parametrize(("text", "fault"), [
    ("agencies: {}", "decision_no"), ("[", "isn't YAML"), ("decision_no: ''", "decision_no"), ("", "plan:"),
    ("decision_no: x\nagency: {}", "agency"),
])  # fmt: skip
def test_a_file_that_is_no_plan_says_why(tmp_path, text, fault):
    (tmp_path / "plan.yml").write_text(text)
    with pytest.raises(StackError, match=fault):
        read(tmp_path / "plan.yml")
    with pytest.raises(StackError, match="No such file"):
        read(tmp_path / "none.yml")
