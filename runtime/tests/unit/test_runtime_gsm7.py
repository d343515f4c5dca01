"""What an SMS may say and how many parts are paid for (domain.md §5.2)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime.gsm7 import BASIC, EXTENDED, is_gsm7, parts, segments, without_diacritics

NOTICE = "Hồ sơ 000.00.00.H18-261123-0001 đã được tiếp nhận. Ngày hẹn trả: 27/11/2026 17:00. Tra cứu: dichvucong.gov.vn"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]  # level, grave, acute, tilde, hook, dot below
LETTERS = [vowel + mark for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for mark in MARKS] + list("bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX")
syllables = some.lists(some.sampled_from(LETTERS), max_size=60).map(" ".join)
vietnamese = some.tuples(syllables, some.sampled_from(["NFC", "NFD", "NFKC"])).map(lambda t: unicodedata.normalize(t[1], t[0]))


def test_the_notice_costs_two_parts_with_diacritics_and_one_without():  # §5.2's vector
    plain = without_diacritics(NOTICE)
    assert (len(NOTICE), segments(NOTICE)) == (109, 2)
    assert (is_gsm7(plain), segments(plain)) == (True, 1)
    assert plain == "Ho so 000.00.00.H18-261123-0001 da duoc tiep nhan. Ngay hen tra: 27/11/2026 17:00. Tra cuu: dichvucong.gov.vn"


@pytest.mark.parametrize(("letters", "count"), [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)])
def test_parts_of_gsm7(letters, count):
    assert segments("a" * letters) == count


@pytest.mark.parametrize(("letters", "count"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_parts_of_ucs2(letters, count):
    assert segments("đ" * letters) == count


def test_one_letter_turns_the_whole_message():
    assert (segments("a" * 160), segments("a" * 159 + "đ")) == (1, 3)


@pytest.mark.parametrize("sign", sorted(EXTENDED))
def test_an_extended_sign_costs_two(sign):
    assert (segments(sign * 80), segments(sign * 80 + "a")) == (1, 2)


@pytest.mark.parametrize("sign", list("àèéìòù"))
def test_a_few_accents_are_in_the_alphabet(sign):
    assert is_gsm7(sign)


@given(vietnamese)
def test_vietnamese_without_diacritics_is_plain_and_as_long(text):
    plain = without_diacritics(text)
    assert is_gsm7(plain) and plain.isascii()
    assert len(plain) == len(unicodedata.normalize("NFC", text))
    assert without_diacritics(plain) == plain


@given(vietnamese)
def test_however_it_was_typed_the_plain_text_is_the_same(text):
    assert len({without_diacritics(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1


@given(some.text(max_size=400))
def test_without_diacritics_never_costs_more(text):
    assert segments(without_diacritics(text)) <= max(1, segments(unicodedata.normalize("NFD", text)) + text.count("…") + 1)


@given(some.text(alphabet=sorted(BASIC | EXTENDED), max_size=500))
def test_as_few_parts_are_paid_for_as_hold_all_the_septets(text):
    # A part's last septet stays empty where an escape sequence doesn't fit: at most one a part.
    least, most = (-(-septets(text) // room) for room in (153, 152))
    assert segments(text) == 1 if septets(text) <= 160 else least <= segments(text) <= most


@given(some.one_of(some.text(alphabet=sorted(BASIC | EXTENDED), max_size=700), some.text(max_size=300), vietnamese))
def test_parts_are_the_text_cut_where_each_fits(text):
    cut = parts(text)
    fits, room = (septets, 153) if is_gsm7(text) else (units, 67)
    assert "".join(cut) == text and len(cut) == segments(text)
    assert len(cut) == 1 or all(0 < fits(part) <= room for part in cut)


@pytest.mark.parametrize(("text", "room"), [("a" * 152 + "€" * 20, 152), ("đ" * 66 + "🙂" * 9, 66)])
def test_a_sign_of_two_is_never_torn_apart(text, room):
    assert len(parts(text)[0]) == room and "".join(parts(text)) == text


def septets(text):
    return len(text) + sum(c in EXTENDED for c in text)


def units(text):
    return len(text.encode("utf-16-be")) // 2


def test_the_alphabet_is_the_standard_s():  # 3GPP TS 23.038: 128 codes, one of them the escape, ten extended with the form feed
    assert len(BASIC) == 127 and not BASIC & EXTENDED and len(EXTENDED) == 9
