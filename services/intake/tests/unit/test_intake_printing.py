"""What stands on a paper: what the dossier's course put there, in words that a citizen reads."""

from intake import commands as c
from intake.domain.dossier import Payment
from intake.person import Person
from intake.printing import Printer
from intake_lives import DESK, NOON, catalogue, do, dossier, learn
from test_intake_desk import NOT_ELIGIBLE


def paper(name, state):
    return Printer(state, Person(name="Cao Thị E"), catalogue(), NOON).paper(name)


def test_a_refusal_after_appraisal_is_printed_with_the_agency_s_reason():  # Mẫu 03, R18
    printed = paper("refusal", learn(dossier(), NOT_ELIGIBLE).state)
    assert (printed.reason, printed.legal_ground, printed.contact.name) == ("Đất tranh chấp", "Đ.19.8", "vt1")
    assert "Phòng Kinh tế" in printed.head.agency
    assert paper("refusal", dossier()) is None


def test_a_letter_goes_with_a_granted_result_only():
    handed_out = dossier("returned")
    assert paper("letter", handed_out) is not None
    assert paper("letter", learn(dossier(), NOT_ELIGIBLE).state.with_(status="returned")) is None


def test_what_is_paid_back_stands_on_the_notice():  # Mẫu 05
    paid = dossier(payments=(Payment("BL-1", 150_000, NOON, "reception"),))
    withdrawn = [do(paid, c.Withdraw(desk=DESK, officer="ntb", reason="Đổi ý", refund_dong=dong)).state for dong in (150_000, 0)]
    assert [paper("stop", state).finance for state in withdrawn] == ["Trả lại 150.000 đồng", ""]


def test_no_dossier_is_refused_once_it_is_over():
    assert learn(dossier("withdrawn"), NOT_ELIGIBLE).state.notices == ()


def test_the_term_is_the_case_s_in_words():
    leased = dossier(procedure="1.013831", case="sublease", desk=DESK)
    assert [paper(name, leased).term for name in ("receipt", "control-slip")] == ["4 ngày"] * 2
    assert paper("receipt", dossier()).term == "3 ngày làm việc"
