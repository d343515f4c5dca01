"""What the counter takes, hands out and gives back: payments, results, originals, refunds, and what is printed of it."""

from dataclasses import replace

import pytest
from intake import commands as c
from intake.decisions import ON_COMMAND
from intake.domain.dossier import FINAL, Component, Payment, Status
from intake.domain.price import price
from intake_lives import DESK, NOON, at, catalogue, context, do, dossier, entries, faults_of_refusal, submission
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import Catalogue

AT = {"desk": DESK, "officer": "ntb"}
ELSEWHERE = {"desk": "H32.42", "officer": "vt2"}
WHY = {"reason": "Sai thẩm quyền", "legal_ground": "Đ.17.1b"}
OPEN = sorted(set(Status.__args__) - FINAL - {"draft"})
PAID = (Payment("BL-1", 100_000, NOON, "reception"), Payment("BL-2", 50_000, NOON, "pause"))
OWED = {"reception_dong": 100_000}


def paying(desk=DESK, receipt=None):
    return c.PayFee(desk=desk, purpose="reception", receipt_no=receipt)


@pytest.mark.parametrize("status", OPEN)
def test_what_the_reception_costs_may_be_paid_as_long_as_the_dossier_is_open_and_moves_nothing(status):  # R25
    paid = do(dossier(status, **OWED, payments=PAID[1:]), paying())
    assert (paid.events[0].amount_dong, paid.events[0].purpose, paid.state.status) == (100_000, "reception", status)
    assert [payment.dong for payment in paid.state.payments] == [50_000, 100_000]
    assert faults_of_refusal(paid.state, paying()) == ["purpose"]


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_is_paid_for_a_dossier_that_is_over(status):
    assert faults_of_refusal(dossier(status, **OWED), paying()) == ["status"]


def test_money_is_taken_where_the_dossier_has_a_part_and_nowhere_else():
    state = dossier(**OWED, parties=(DESK, "H32.42"))
    assert do(state, paying("H32.42")).state.reception_paid
    assert faults_of_refusal(state, paying("H32.43")) == ["desk"]


def test_a_receipt_has_the_desk_s_next_number_of_the_year_unless_it_has_one():  # NĐ 61/2018 Đ.22: settled by number
    given = [do(dossier(**OWED), paying(receipt=number), sequence=7).state.payments[0].receipt_no for number in (None, "HD-9")]
    assert given == ["BL-H32.41-26-000007", "HD-9"]


def test_what_the_route_waits_for_is_another_sum_than_the_reception_s():
    paid = do(dossier("fee", **OWED, fee_dong=560_500), c.PayFee(desk=DESK))
    assert (paid.events[0].amount_dong, paid.state.status, paid.state.reception_paid) == (560_500, "received", False)


@pytest.mark.parametrize(("refund", "fields"), [(0, []), (150_000, []), (150_001, ["refund_dong"])])
def test_no_more_is_refunded_than_was_paid(refund, fields):  # Mẫu 05
    command = c.Withdraw(desk=DESK, officer="ntb", reason="Không cần nữa", refund_dong=refund)
    assert faults_of_refusal(dossier(payments=PAID), command) == fields
    if not fields:
        assert do(dossier(payments=PAID), command).events[0].refund_dong == refund


def test_no_citizen_says_what_they_are_paid_back():  # Mẫu 05: the desk answers for it
    command = c.Withdraw(officer="cd1", reason="Không cần nữa", refund_dong=1)
    assert faults_of_refusal(dossier(payments=PAID), command) == ["refund_dong"]


def test_each_end_leaves_the_notice_that_is_printed_of_it():  # Mẫu 03, 05
    ends = {"refusal": (dossier("submitted"), c.Decline(**AT, **WHY)), "stop": (dossier("supplement", lapsed=True), c.Lapse(**AT, **WHY))}
    for form, (state, command) in ends.items():
        (notice,) = do(state, command).state.notices
        assert (notice.form, notice.agency, notice.officer, notice.reason, notice.legal_ground) == (form, DESK, "ntb", *WHY.values())
    (notice,) = do(dossier(), c.Withdraw(officer="cd1", reason="Không cần nữa")).state.notices
    assert (notice.form, notice.officer, notice.reason) == ("stop", "cd1", "Không cần nữa")


@pytest.mark.parametrize(("status", "command"), [
    ("submitted", c.Receive(**ELSEWHERE)), ("submitted", c.Decline(**ELSEWHERE, **WHY)), ("supplement", c.Lapse(**ELSEWHERE, **WHY)),
    ("submitted", c.ReturnSubmission(**ELSEWHERE, content="x", legal_ground="x")), ("result", c.ReturnResult(**ELSEWHERE)),
], ids=lambda part: type(part).__name__)  # fmt: skip
def test_another_desk_s_dossier_is_left_alone(status, command):  # R27
    assert faults_of_refusal(dossier(status, lapsed=True, at_desk=True), command) == ["desk"]


def test_a_dossier_isn_t_ended_before_its_window_has_passed_and_a_new_one_begins_open():  # NĐ 217/2026 Đ.54
    assert faults_of_refusal(dossier("supplement"), c.Lapse(**AT, **WHY)) == ["status"]
    assert not do(dossier("supplement", lapsed=True), c.GiveSupplement()).state.lapsed


def test_the_desk_that_was_chosen_for_it_hands_the_result_out_with_its_letter():  # R17, S0-26
    state = dossier("result", at_desk=True, return_desk="H32.42")
    assert faults_of_refusal(state, c.ReturnResult(**AT)) == ["desk"]
    returned, letter = do(state, c.ReturnResult(**ELSEWHERE)).events
    assert (returned.officer, letter.letter, letter.desk) == ("vt2", "thanks", "H32.42")
    plain = dossier("result", at_desk=True, procedure="1.004222")
    assert [type(event).__name__ for event in do(plain, c.ReturnResult(**AT)).events] == ["ResultReturned"]


def test_what_goes_by_post_has_its_number_on_record():  # QĐ 45/2016
    state, later = dossier("result", at_desk=True), at("2026-11-25T09:00")
    assert faults_of_refusal(state, c.ReturnResult(**AT, channel="post")) == ["post_no"]
    sent = do(state, c.ReturnResult(**AT, channel="post", post_no="EE123VN"), later)
    assert (sent.state.post_no, sent.state.returned_at, sent.state.ended_at, sent.events[0].post_no) == ("EE123VN", later, later, "EE123VN")


def test_an_original_goes_back_once():  # R23
    state = dossier(components=(Component("form"), Component("id_card"), Component("map", given_back=True)))
    given = do(state, c.GiveBack(**AT, papers=("form",)))
    assert [component.given_back for component in given.state.components] == [True, False, True]
    assert given.events[0].papers == ("form",)
    assert faults_of_refusal(given.state, c.GiveBack(**AT, papers=("id_card", "form"))) == ["papers.form"]
    assert [component.given_back for component in do(given.state, c.GiveBack(**AT, papers=("id_card",))).state.components] == [True] * 3


def test_a_paper_that_can_t_be_scanned_has_its_reason_on_record():  # R03
    state = dossier(components=(Component("form"), Component("id_card")))
    waived = do(state, c.Waive(**AT, paper="form", reason="Khổ lớn")).state
    assert [component.digitised for component in waived.components] == ["waived", "pending"]
    assert faults_of_refusal(state, c.Waive(**AT, paper="map", reason="x")) == ["paper"]


def fees(*parts):
    return ProcedurePublished.model_validate({**ProcedurePublished.example, "fees": [
        {"id": f"f{n}", "name": "x", "amount_dong": dong, **more} for n, (dong, more) in enumerate(parts)]})  # fmt: skip


def test_a_fee_counts_for_its_channel_and_case_and_for_each_page():  # R25
    costly = fees((1, {}), (10, {"channel": "online"}), (100, {"case": "late"}), (1000, {"per": "page"}), (10_000, {"per": "copy"}))
    asked = [("counter", None, {}), ("online", "late", {}), ("counter", None, {"f3": 5}), ("counter", None, {"f0": 9, "f4": 3})]
    assert [price(costly, *way) for way in asked] == [11_001, 11_111, 15_001, 31_001]


@pytest.mark.parametrize(("procedure", "more", "dong"), [
    ("1.004222", {}, 20_000), ("1.004222", {"channel": "online"}, 10_000), ("1.001193", {"case": "late"}, 8000),
    ("1.001193", {"case": "on_time"}, 0), ("1.001612", {}, 100_000), ("2.000815", {"quantities": {"page": 4}}, 8000),
])  # fmt: skip
def test_the_reception_s_price_is_the_catalogue_s(procedure, more, dong):
    assert do(None, submission(procedure=procedure, **more)).state.reception_dong == dong


def test_what_is_resolved_while_the_citizen_waits_is_recorded_and_handed_out_at_once():  # R07
    received = do(None, submission(procedure="2.000884", immediate_result_no="CT-1"))
    assert (received.state.immediate, received.events[1].immediate_result_no) == (True, "CT-1")
    assert not do(None, submission(procedure="2.000884")).state.immediate
    assert faults_of_refusal(None, submission(immediate_result_no="CT-1")) == ["immediate_result_no"]


@pytest.mark.parametrize(
    ("case", "term", "route"),
    [("at_once", "sameday", "civil_status.same_day"), ("verified", "5wd", "civil_status.verified"), (None, "5wd", "civil_status.verified")],
)
def test_a_case_has_its_own_term_and_route_where_it_says_so_and_else_the_procedure_s(case, term, route):
    received = do(None, submission(procedure="1.000894", case=case)).events[1]
    assert (received.term, received.route, received.case) == (term, route, case)


def test_the_promised_date_is_the_dossier_s_own():
    received = do(None, submission())
    assert received.state.due_at == received.events[1].due_at == at("2026-11-27T17:00")
    assert (received.state.received_at, received.state.officer) == (NOON, "ntb")


def test_three_o_clock_matters_only_to_procedures_that_say_so():  # T11
    late = at("2026-11-23T15:30")
    assert do(None, submission(), late).events[1].deemed_at == late
    assert not catalogue().procedure("1.001612", 1).after_three


def test_who_it_was_is_kept_as_long_as_the_procedure_says():  # Luật 91/2025
    short = catalogue().procedure("1.001612", 1).model_copy(update={"retention_days": 30})
    shown = replace(context(), catalogue=Catalogue([*entries(), short]))
    assert ON_COMMAND[c.Submit](None, submission(), shown).state.retention_days == 30


def test_the_desks_that_hand_it_out_or_resolve_it_see_it_from_the_start():  # phi địa giới, R17
    assert do(None, submission(return_desk="H32.42", competent="H32.43")).state.parties == (DESK, "H32.42", "H32.43")
