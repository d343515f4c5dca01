"""The letters that are delivered: all of them, on all their channels, in both languages, in plain words (S2-23, S0-26)."""

import re

import pytest
from intake_lives import catalogue
from lienthong_contracts import LETTERS, LetterPublished
from lienthong_runtime.letters import environment

DELIVERED = {letter.id: letter for letter in catalogue().all(LetterPublished)}
WORDS = {"code": "H32.41-261123-0001", "agency": "UBND xã Thuận Bắc", "officer": "ntb", "received": "23/11/2026 09:00",
         "term": "3 ngày làm việc", "due": "27/11/2026 17:00", "until": "27/11/2026 17:00", "over": "2 giờ", "about": "Thẩm định",
         "procedure": "Đăng ký kết hôn", "link": "https://dichvucong.gov.vn", "opt_out": "soan TC gui 8xxx", "amount": "560.500",
         "count": "3", "lines": "H32.41-261123-0001: …", "one_time_code": "123456", "minutes": "5", "reason": "Chờ xác minh",
         "predecessor": "UBND xã Lợi Hải", "successor": "UBND xã Thuận Bắc"}  # fmt: skip
LONGEST = 40  # words of a sentence, what the words above bring with them included


def rendered(letter, **changes):
    words = {name: WORDS[name] for name in LETTERS[letter.template].words} | changes
    return tuple(environment().from_string(source).render(words) for source in (letter.subject, letter.text))


def of(*templates, channel=""):
    return [letter for letter in DELIVERED.values() if letter.template in templates and letter.channel.startswith(channel)]


def test_every_template_has_its_letter_on_each_of_its_channels_in_both_languages():
    owed = {f"{template}.{way}.{lang}" for template, kind in LETTERS.items() for way in kind.channels for lang in ("vi", "en")}
    assert set(DELIVERED) == owed


@pytest.mark.parametrize("letter", DELIVERED.values(), ids=DELIVERED.keys())
def test_every_sentence_can_be_read_at_once(letter):  # S2-23
    sentences = re.split(r"[.!?:](?=\s)|\n", " ".join(rendered(letter)[1:]))
    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST


@pytest.mark.parametrize("letter", DELIVERED.values(), ids=DELIVERED.keys())
def test_no_letter_has_a_gap_where_a_word_is_still_unknown(letter):
    unknown = dict.fromkeys({"officer", "received", "term", "procedure", "over", "about", "opt_out"} & LETTERS[letter.template].words, "")
    for part in rendered(letter, **unknown):
        assert not re.search(r"  |\(\)|: *$|: *\n(?!\n)| [.,:]", part), part


@pytest.mark.parametrize("letter", of("returned", "letter_thanks", "letter_congratulation", "letter_condolence"), ids=lambda one: one.id)
def test_who_need_not_be_told_is_told_how_to_opt_out_last(letter):  # required by no law: they may
    assert rendered(letter)[1].strip().endswith(WORDS["opt_out"])
    assert rendered(letter, opt_out="")[1].strip()[-1] not in ":,"


@pytest.mark.parametrize("letter", of(*(name for name, kind in LETTERS.items() if kind.staff and name != "digest")), ids=lambda one: one.id)
def test_a_staff_letters_subject_is_a_line_that_says_all_by_itself(letter):
    subject = rendered(letter)[0]
    assert subject.startswith(WORDS["code"] + ": ") and len(subject) <= 120
    assert any(said in subject for said in (WORDS["until"], WORDS["over"]))


@pytest.mark.parametrize("letter", of("letter_condolence", "letter_congratulation"), ids=lambda one: one.id)
def test_joy_and_sorrow_are_never_told_as_business(letter):  # S0-26
    text = rendered(letter)[1]
    assert WORDS["due"] not in text and WORDS["term"] not in text and WORDS["procedure"] not in text
