"""What a citizen hears before a desk has received anything, and when an agency is followed by another (R05, NĐ 118/2025)."""

import pytest
from lienthong_contracts import DossierDeclined, DossierSubmitted, JourneyHandedToSuccessor, SubmissionMoved, SubmissionReturned
from lienthong_runtime.gsm7 import is_gsm7, segments
from notifier_letters import DOSSIER_ID, Post, catalogue, renderer

RENDERER = renderer()


class Submission(Post):
    """A submission that no desk has received."""

    def __init__(self, channel="online"):
        super().__init__()
        self.state, self.events = None, []
        said = {"procedure": "1.001612", "procedure_version": 1, "channel": channel, "desk": "H43.06.01", "applicant": "person"}
        self.learn(DossierSubmitted(**self.about(), **said))

    def read(self, key, language="vi"):
        return RENDERER.render(self.state, self.state.messages[key], language)


def keys(events):
    return [event.message for event in events]


def test_who_handed_in_online_hears_that_it_arrived_and_who_stood_at_the_counter_saw_it():
    assert keys(Submission().events) == ["submitted/sms", "submitted/email"]
    assert Submission("counter").events == []


def test_before_the_reception_a_dossier_is_called_by_the_hour_it_was_handed_in():  # R06: no code yet
    _, sms = Submission().read("submitted/sms")
    assert "nop 23/11/2026 09:00" in sms and f"/tra-cuu?ma={DOSSIER_ID}" in sms and is_gsm7(sms)
    subject, text = Submission().read("submitted/email")
    assert "nộp 23/11/2026 09:00" in subject and "chưa tiếp nhận" in text


def test_all_that_is_missing_is_told_before_any_reception():  # R05
    post = Submission()
    returned = SubmissionReturned(**post.about(), desk="H43.06.01", officer="ntb", content="Bản sao căn cước", legal_ground="Đ.17.2a")
    assert keys(post.learn(returned)) == ["supplement_asked-submission/sms", "supplement_asked-submission/email"]
    assert "Bản sao căn cước" in post.read("supplement_asked-submission/email")[1]
    assert post.learn(returned) == ()


def test_a_refusal_to_receive_is_told_with_its_reason():  # Mẫu 03
    post = Submission()
    declined = DossierDeclined(**post.about(), officer="ntb", reason="Sai thẩm quyền", legal_ground="Đ.17")
    assert keys(post.learn(declined)) == ["declined/sms", "declined/email"]
    assert "Sai thẩm quyền" in post.read("declined/email")[1]


SUCCEEDED = "succeeded-2026-11-23T090000"


def moved(kind, post, predecessor="H43.06.01", successor="H32.41", **more):
    return kind(**post.about(), predecessor=predecessor, successor=successor, decision_no="NQ 202/2025/QH15", **more)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_moved_submission_is_told_with_both_names_and_the_decision(language):
    post = Submission()
    assert keys(post.learn(moved(SubmissionMoved, post))) == [f"{SUCCEEDED}/sms", f"{SUCCEEDED}/email"]
    _, text = post.read(f"{SUCCEEDED}/email", language)
    for said in ("NQ 202/2025/QH15", catalogue().agency_name("H43.06.01"), catalogue().agency_name("H32.41")):
        assert said in text
    assert post.state.desk == "H32.41"
    assert segments(post.read(f"{SUCCEEDED}/sms", language)[1]) == 1


def test_a_citizen_is_told_once_however_many_places_the_agency_had():
    post = Post()
    assert len(post.learn(moved(JourneyHandedToSuccessor, post, leg="return"))) == 2
    assert post.learn(moved(JourneyHandedToSuccessor, post, leg="verify")) == ()
    _subject, sms = RENDERER.render(post.state, post.state.messages[f"{SUCCEEDED}/sms"])
    assert "H32.41-261123-0001" in sms and segments(sms) == 1


def test_a_second_succession_on_the_same_day_is_told_too():
    post = Post()
    post.learn(moved(JourneyHandedToSuccessor, post, "TCT.43", "TCT.32", leg="tax"))
    told = post.later(60).learn(moved(JourneyHandedToSuccessor, post, "H32.41", "H32.42", leg="return"))
    assert keys(told) == ["succeeded-2026-11-23T090100/sms", "succeeded-2026-11-23T090100/email"]
    _, text = RENDERER.render(post.state, post.state.messages[told[1].message])
    assert catalogue().agency_name("H32.42") in text


def test_an_officer_of_a_desk_that_ceased_is_not_named_as_the_successor_s():  # R09
    post = Post()
    post.learn(moved(JourneyHandedToSuccessor, post, "TCT.43", "TCT.32", leg="tax"))
    assert post.state.officer == "ntb", "the desk stays, and with it whoever sits there"
    post.later(60).learn(moved(JourneyHandedToSuccessor, post, "H32.41", "H32.42", leg="return"))
    assert (post.state.desk, post.state.officer) == ("H32.42", "")
    _, text = RENDERER.render(post.state, post.state.messages["succeeded-2026-11-23T090100/email"])
    assert "Người tiếp nhận, xử lý: sẽ được phân công" in text


@pytest.mark.parametrize(("language", "words", "ascii_words"), [("vi", "ngày hẹn", "ngay hen"), ("en", "date", "date")])
def test_no_date_is_said_to_stay_where_none_was_given(language, words, ascii_words):  # R06: none before the reception
    waiting, received = Submission(), Post()
    waiting.learn(moved(SubmissionMoved, waiting))
    received.learn(moved(JourneyHandedToSuccessor, received, leg="return"))
    promises = []
    for state in (waiting.state, received.state):
        sms, mail = (RENDERER.render(state, state.messages[f"{SUCCEEDED}/{channel}"], language)[1] for channel in ("sms", "email"))
        promises.append((ascii_words in sms, words in mail))
    assert promises == [(False, False), (True, True)]


def test_the_result_is_not_promised_at_a_desk_the_citizen_did_not_choose():  # R02: another desk, by post, online
    post = Post()
    post.learn(moved(JourneyHandedToSuccessor, post, leg="return"))
    _, text = RENDERER.render(post.state, post.state.messages[f"{SUCCEEDED}/email"])
    assert "theo cách Ông/Bà đã chọn" in text and "kết quả trả tại" not in text
