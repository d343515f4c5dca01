"""What the desk takes in, and what it says at once of all that is wrong (NĐ 61/2018 Đ.17)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.domain.code import dossier_code
from intake_lives import (
    DESK,
    NOON,
    OLD_DESK,
    at,
    catalogue,
    do,
    faults_of_refusal,
    submission,
)
from lienthong_contracts import AgencyPublished, DossierReceived, DossierSubmitted, ProcedurePublished
from pydantic import ValidationError

PROCEDURES = [p.id for p in catalogue().every_in_force(ProcedurePublished, NOON.date())]


def agency(desk, scheme="qd20", old_id=None):
    """A desk as the catalogue has it."""
    return AgencyPublished(id=desk, valid_from=date(2025, 7, 1), name="Một cửa", kind="one_stop", code_scheme=scheme, old_id=old_id)


@pytest.mark.parametrize(("scheme", "code"), [  # §1.4: three schemes
    ("qd20", "H18.12.34-261123-0007"), ("legacy4", "000.00.00.H18-261123-0007"), ("y8seq7", "H18.12.34-20261123-0000007")])
def test_each_scheme_writes_its_own_code(scheme, code):
    assert dossier_code(agency("H18.12.34", scheme, "000.00.00.H18"), date(2026, 11, 23), 7) == code


def test_a_unit_that_never_had_an_old_identifier_goes_by_its_own_in_every_scheme():  # such as those made in July 2025
    assert dossier_code(agency("H32.41", "legacy4"), date(2026, 11, 23), 7) == "H32.41-261123-0007"


def kinds(decision):
    return [type(event).__name__ for event in decision.events]


def test_at_the_counter_submission_and_reception_are_one_act():  # R02, R04
    decision = do(None, submission())
    assert kinds(decision) == ["DossierSubmitted", "DossierReceived"]
    assert decision.state.status == "received"
    assert (decision.state.code, decision.events[1].code) == ("H32.41-261123-0001", "H32.41-261123-0001")


def test_by_post_submission_and_reception_are_one_act():  # R02
    assert kinds(do(None, submission(channel="post"))) == ["DossierSubmitted", "DossierReceived"]


def test_online_the_dossier_waits_for_the_desk_without_a_code():  # R06: no code on a draft
    decision = do(None, submission(channel="online"))
    assert kinds(decision) == ["DossierSubmitted"]
    assert (decision.state.status, decision.state.code, decision.state.due_at) == ("submitted", None, None)


@given(some.sampled_from(PROCEDURES), some.data())
def test_every_missing_paper_is_named_at_once(procedure, data):  # R01
    needed = [p.id for p in catalogue().in_force(ProcedurePublished, procedure, NOON.date()).papers if p.required]
    given_ones = data.draw(some.lists(some.sampled_from(needed), unique=True))
    missing = [f"papers.{p}" for p in needed if p not in given_ones]
    command = submission(procedure=procedure, papers=tuple(given_ones), phone="")
    assert [field for field in faults_of_refusal(None, command) if field.startswith("papers")] == missing


def test_papers_desk_channel_and_contact_are_all_named_together():  # R01, "all faults at once"
    command = submission(procedure="2.000815", channel="online", papers=("selfie",), desk="H32.41.KT", phone="123", email="at")
    assert sorted(faults_of_refusal(None, command)) == [
        "channel", "desk", "email", "papers.copy", "papers.original", "papers.selfie", "phone"]  # fmt: skip


def test_a_missing_phone_is_named_together_with_missing_papers():  # "all faults at once"
    fields = faults_of_refusal(None, submission(papers=(), phone=""))
    assert sorted(fields) == ["papers.form", "papers.id_card", "phone"]


def test_a_procedure_not_known_is_named_with_the_other_faults():
    assert sorted(faults_of_refusal(None, submission(procedure="9.999999", desk="X", phone=""))) == ["desk", "phone", "procedure"]


def test_a_paper_outside_the_catalogue_is_not_demanded():  # R27, NĐ 61/2018 Đ.5
    assert faults_of_refusal(None, submission(papers=("form", "id_card", "marriage"))) == ["papers.marriage"]


def test_an_optional_paper_may_come_or_not():
    without = submission(procedure="1.001776", papers=("form", "id_card"))
    with_it = submission(procedure="1.001776", papers=("form", "id_card", "disability_card"))
    assert faults_of_refusal(None, without) == faults_of_refusal(None, with_it) == []


def test_a_procedure_is_refused_on_the_day_before_it_comes_into_force():  # §1.1: dated versions
    command = submission(procedure="1.014027", desk=OLD_DESK)
    assert faults_of_refusal(None, command, at("2025-06-30T16:00")) == ["procedure"]
    assert faults_of_refusal(None, submission(procedure="1.014027"), at("2025-07-01T08:00")) == []


def test_the_version_in_force_at_reception_is_kept():  # §1.1: a later amendment recomputes nothing
    old = do(None, submission(procedure="1.013225", desk="H32.41"), at("2026-06-30T09:00")).state
    new = do(None, submission(procedure="1.013225", desk="H32.41"), at("2026-07-01T09:00")).state
    assert (old.procedure_version, new.procedure_version) == (1, 2)


@pytest.mark.parametrize(("desk", "day", "fields"), [
    (OLD_DESK, "2025-06-30T09:00", []), (OLD_DESK, "2025-07-01T09:00", ["desk"]),
    (DESK, "2025-06-30T09:00", ["desk"]), (DESK, "2025-07-01T09:00", []),
    ("H32.41.KT", "2026-11-23T09:00", ["desk"]), ("TCT.32", "2026-11-23T09:00", ["desk"]),
])  # fmt: skip
def test_only_a_one_stop_desk_in_force_takes_dossiers(desk, day, fields):  # R27, NĐ 118/2025
    assert faults_of_refusal(None, submission(desk=desk), at(day)) == fields


def test_a_day_begins_at_midnight_of_viet_nam():  # §2: days are days at UTC+7
    assert faults_of_refusal(None, submission(desk=OLD_DESK), at("2025-06-30T23:59")) == []
    assert faults_of_refusal(None, submission(desk=OLD_DESK), at("2025-07-01T00:00")) == ["desk"]


def test_an_organisation_can_t_marry():
    command = submission(procedure="1.000894", applicant="organisation", organisation="HTX Thuận Bắc")
    assert faults_of_refusal(None, command) == ["applicant"]


def test_somebody_has_to_be_told_somehow():  # R05
    assert faults_of_refusal(None, submission(phone="", email="")) == ["phone"]
    assert faults_of_refusal(None, submission(phone="", email="cao.e@example.vn")) == []


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "a\x00b"}, {"desk": ""}, {"papers": ("a b",)}, {"channel": "fax"}])
def test_a_submission_that_says_nothing_sensible_is_no_command(changes):
    with pytest.raises(ValidationError):
        submission(**changes)


def test_no_name_or_number_enters_the_events():  # design.md §2: references, not personal data
    decision = do(None, submission(name="Cao Thị E", phone="0912345678", email="cao.e@example.vn"))
    written = b"".join(event.to_json() for event in decision.events).decode()
    assert not any(secret in written for secret in ("Cao Thị", "912345678", "cao.e"))


@pytest.mark.parametrize(("received", "due"), [
    ("2026-11-23T14:59:00", "2026-11-23T17:00"), ("2026-11-23T15:00:00", "2026-11-23T17:00"),
    ("2026-11-23T15:00:01", "2026-11-25T17:00"),
])  # fmt: skip
def test_after_three_o_clock_a_same_day_result_is_due_on_the_next_working_day(received, due):  # T11, V6
    assert do(None, submission(procedure="1.001193"), at(received)).state.due_at == at(due)


def test_a_business_of_three_days_is_due_over_the_holiday():  # V1
    received = do(None, submission(), at("2026-11-23T09:00")).events[1]
    assert (received.due_at, received.deemed_at) == (at("2026-11-27T17:00"), at("2026-11-23T09:00"))
    assert sum(line.counts for line in received.trace) == 3


def test_on_saturday_duty_the_hour_counts_and_monday_is_the_first_day():  # V9
    received = do(None, submission(), at("2026-11-21T08:30")).events[1]
    assert (received.due_at, received.deemed_at) == (at("2026-11-26T17:00"), at("2026-11-21T08:30"))


def test_what_comes_by_post_at_night_counts_from_the_next_opening():  # §2.3
    assert do(None, submission(channel="post"), at("2026-11-20T20:00")).events[1].deemed_at == at("2026-11-23T07:30")


instants = some.integers(0, 150 * 24 * 60).map(lambda minutes: at("2026-07-01T00:00") + timedelta(minutes=minutes))


@given(some.sampled_from(PROCEDURES), instants)
def test_a_reception_promises_a_moment_later_than_itself(procedure, when):
    channel = catalogue().in_force(ProcedurePublished, procedure, when.date()).channels[0]
    submitted, received = do(None, submission(procedure=procedure, channel=channel), when).events
    assert isinstance(submitted, DossierSubmitted) and isinstance(received, DossierReceived)
    assert received.due_at > when and received.due_at >= received.deemed_at
    assert catalogue().calendar.is_working_day(received.due_at.date())
    assert received.procedure_version == submitted.procedure_version


@given(some.sampled_from(["H32.41", "H32.00"]), some.dates(date(2024, 1, 1), date(2030, 1, 1)), some.integers(1, 9999))
def test_a_code_says_desk_day_and_number(desk, day, sequence):  # §1.4, R06
    code = dossier_code(agency(desk), day, sequence)
    unit, written, number = code.rsplit("-", 2)
    assert (unit, written, int(number), len(number)) == (desk, f"{day:%y%m%d}", sequence, 4)


def test_codes_of_a_busy_day_stay_apart():
    codes = [dossier_code(agency(DESK), date(2026, 11, 23), n) for n in range(1, 20_000)]
    assert len(set(codes)) == len(codes)


def test_the_code_s_day_is_the_day_in_viet_nam():
    assert do(None, submission(), at("2026-11-24T00:30")).state.code == "H32.41-261124-0001"
