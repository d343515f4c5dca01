"""A message is seen before anybody gets it: both texts, and what an SMS of it costs (domain.md §5.2)."""

import pytest
from intake.catalogue import read_catalogue
from lienthong_contracts import LETTERS, LetterPublished
from lienthong_runtime import Catalogue
from lienthong_runtime.gsm7 import is_gsm7
from notifier.previewing import previews
from notifier.render import Renderer
from notifier_letters import CATALOGUES, LINK, NOW, Post, catalogue

TEMPLATES = sorted({letter.template for letter in catalogue().all(LetterPublished)})


def shown(template, state=None, language="vi", known=None):
    letters = known or catalogue()
    found = previews(template, state, language, 300, letters, Renderer(letters, LINK, NOW.date), NOW)
    return {one.channel: one for one in found}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_letter_can_be_seen_of_a_made_up_dossier_and_its_sms_is_one_part_without_marks(template, language):
    found = shown(template, language=language)
    assert set(found) == set(LETTERS[template].channels)
    assert found["email"].subject and ("H32.41-261123-0001" in found["email"].text) == ("code" in LETTERS[template].words)
    if sms := found.get("sms"):
        assert is_gsm7(sms.text) and (sms.alphabet, sms.parts, sms.dong) == ("GSM-7", 1, 300)


def test_a_dossier_s_own_message_is_shown_with_its_own_facts():
    post = Post()
    post.supplement()
    assert "Bản sao căn cước" in shown("supplement_asked", post.state)["email"].text


def test_one_letter_with_a_mark_turns_an_sms_into_more_parts():  # one đ: UCS-2
    said = {"id": "received.sms.vi", "valid_from": "2024-01-01", "template": "received", "channel": "sms", "language": "vi"}
    text = "Hồ sơ {{ code }} đã được tiếp nhận. Hẹn trả {{ due }}. Xem: {{ link }}"
    marked = LetterPublished.model_validate({**said, "text": text, "entry_version": 99})
    sms = shown("received", known=Catalogue([*read_catalogue(CATALOGUES), marked]))["sms"]
    assert (sms.parts, sms.parts_with_marks, sms.text.isascii()) == (1, 2, True)


def test_a_letter_that_isn_t_there_can_t_be_seen():
    with pytest.raises(KeyError):
        shown("no-such")
