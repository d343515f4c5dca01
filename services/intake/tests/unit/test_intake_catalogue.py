"""Data files are read whole or not at all, and every fault of theirs is named at once."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some
from intake.catalogue import FaultyCatalogue, read_catalogue
from intake_lives import CATALOGUES
from lienthong_calendar import projected
from lienthong_contracts import AgencyPublished, LetterPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue

AGENCY = {**AgencyPublished.example, "id": "H32.41", "parent": None}
PROCEDURE, ROUTE = ProcedurePublished.example, RoutePublished.example
LETTER = LetterPublished.example
HOURS = {day: ["07:30-11:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


def table(year=2026, version=2, days=(), agency=None, law=True, **more):
    shipped = projected(year).days if law and agency is None else ()
    off = [{"on": row.on.isoformat(), "kind": row.kind, "name": row.name, "decision_no": row.decision_no} for row in shipped]
    return {"id": f"{agency or 'VN'}/{year}", "entry_version": version, "valid_from": f"{year}-01-01", "year": year, "agency": agency,
            "days": off + [{"on": day, "kind": "holiday", "name": "x", "decision_no": "QĐ 1"} for day in days], **more}  # fmt: skip


def leg(**terms):
    return {"legs": [{"leg": "appraise", "agency": "business", "task": "x", "share": "1wd", **terms}]}


# What is written, and what the fault's message must name.
FAULTS = {
    "a gap between years": ("calendars", table(2029, 1), ["calendar of VN", "2029"]),
    "two rows for a day": ("calendars", table(2027, days=["2027-05-04", "2027-05-04"]), ["VN/2027", "2027-05-04: twice"]),
    "a row outside its year": ("calendars", table(2026, days=["2025-05-04"]), ["VN/2026", "2025-05-04: outside the year"]),
    "a year without the law's own days": ("calendars", table(2027, days=["2027-05-04"], law=False), ["VN/2027", "Tết Nguyên đán"]),
    "an agency without windows": ("agencies", AGENCY | {"id": "H32.42", "hours": {"work": {"mon": ["07:30-11:30"]}}},
                                  ["H32.42", "tue: no window"]),
    "windows that run backwards": ("agencies", AGENCY | {"id": "H32.43", "hours": {"work": HOURS | {"fri": ["17:00-13:30"]}}},
                                   ["H32.43", "fri", "17:00-13:30"]),
    "an own table of nobody": ("calendars", table(agency="H99.99"), ["H99.99", "no such agency"]),
    "an own table of a year that the nation hasn't": ("calendars", table(2028, agency="H32.41"), ["calendar of H32.41", "2028"]),
    "a table under another name": ("calendars", table() | {"id": "2026"}, ["2026"]),
    "an unknown unit": ("procedures", PROCEDURE | {"id": "1.1", "term": "3tuần"}, None),
    "an unknown unit that a name may have": ("procedures", PROCEDURE | {"id": "1.2", "term": "3wk"}, ["1.2", "term", "3wk"]),
    "an absurd term": ("procedures", PROCEDURE | {"id": "1.3", "term": "999999wd"}, ["1.3", "term", "century"]),
    "no time at all": ("procedures", PROCEDURE | {"id": "1.4", "stalled_after": "0wh"}, ["1.4", "stalled_after"]),
    "an absurd window": ("procedures", PROCEDURE | {"id": "1.5", "supplement_window": "2"}, ["1.5", "supplement_window"]),
    "an absurd escalation": ("procedures", PROCEDURE | {"id": "1.6", "escalate_after": "1.3wd"}, ["1.6", "escalate_after"]),
    "a warning of nothing": ("procedures", PROCEDURE | {"id": "1.7", "warn_at": ["left-0wd"]}, ["1.7", "warn_at.left-0wd"]),
    "a leg's share": ("routes", ROUTE | {"id": "1.8"} | leg(share="half"), ["1.8", "legs.appraise.share", "half"]),
    "a leg's warning": ("routes", ROUTE | {"id": "1.9"} | leg(warn_at=["left-0wh"]), ["1.9", "left-0wh"]),
    "a letter with a loop": ("letters", LETTER | {"text": "{% for x in code %}{% endfor %}"}, ["received.sms.vi", "text", "a loop"]),
    "a letter that names people": ("letters", LETTER | {"text": "{{ officer }}"}, ["received.sms.vi", "officer must not be in an SMS"]),
    "an opinion's time": ("routes", ROUTE | {"id": "1.10"} | leg(consult_within="soon"), ["1.10", "consult_within"]),
}  # fmt: skip


def written(folder, *entries):
    for name in ("agencies", "procedures", "routes", "calendars", "letters"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "x.yml").write_text(yaml.safe_dump([raw for kind, raw in entries if kind == name], allow_unicode=True), "utf-8")
    return folder


def told(folder, *entries):
    with pytest.raises(FaultyCatalogue) as found:
        read_catalogue(written(folder, ("agencies", AGENCY), *entries))
    return str(found.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_entry_and_field(tmp_path, fault):
    kind, raw, names = FAULTS[fault]
    message = told(tmp_path, (kind, raw))
    assert all(name in message for name in names or ["x.yml", "term"]), message


readable = [fault for fault, (_, _, names) in FAULTS.items() if names is not None]


@given(some.sets(some.sampled_from(readable), min_size=2, max_size=5).map(sorted))
def test_all_faults_are_named_at_once(tmp_path_factory, chosen):
    message = told(tmp_path_factory.mktemp("catalogue"), *((FAULTS[fault][0], FAULTS[fault][1]) for fault in chosen))
    missing = [name for fault in chosen for name in FAULTS[fault][2] if name not in message]
    assert not missing, f"{missing} not in:\n{message}"


def test_one_faulty_entry_names_itself_and_nobody_else(tmp_path):
    message = told(tmp_path, ("agencies", FAULTS["an agency without windows"][1]), ("calendars", table(2027, days=["2027-05-04"])))
    assert "H32.42" in message and "VN" not in message


def test_an_administration_s_own_tables_and_hours_are_read(tmp_path):
    own = AGENCY | {"id": "H32.41", "hours": {"work": HOURS}}
    entries = read_catalogue(written(tmp_path, ("agencies", own), ("calendars", table(2026, days=["2026-11-05"])),
                                     ("calendars", table(2026, 1, ["2026-11-06"], "H32.41"))))  # fmt: skip
    calendar = (catalogue := Catalogue(entries)).calendar_of(catalogue.edition("H32.41", date(2026, 11, 4)))
    assert [calendar.is_working_day(date(2026, 11, day)) for day in (4, 5, 6)] == [True, False, False]


def test_the_catalogue_that_is_delivered_has_no_fault():
    assert len(read_catalogue(CATALOGUES)) > 100
