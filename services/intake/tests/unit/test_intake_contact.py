"""How people are reached: numbers and addresses as they are written, and who is told (domain.md §5.1, §5.3)."""

import string
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.domain.contact import is_mail, normal_phone
from intake.people import person_of
from intake.person import Person
from intake_lives import do, faults_of_refusal, submission
from lienthong_runtime import Refused

# §5.3: mobile numbers, however they are written
PREFIXES = [f"0{n}" for n in (32, 39, 56, 58, 59, 70, 76, 77, 79, 81, 86, 87, 88, 90, 92, 93, 96)]
mobiles = some.tuples(some.sampled_from(PREFIXES), some.integers(1_000_000, 9_999_999)).map(lambda p: f"{p[0]}{p[1]}")
LISTED = some.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}", fullmatch=True)
WRITINGS = [
    lambda n: n, lambda n: "+84" + n[1:], lambda n: "84" + n[1:], lambda n: f"{n[:4]} {n[4:7]} {n[7:]}",
    lambda n: f"{n[:4]}.{n[4:7]}.{n[7:]}", lambda n: f" {n} ", lambda n: f"+84 {n[1:3]}-{n[3:]}",
]  # fmt: skip


@given(mobiles, some.sampled_from(WRITINGS))
def test_a_mobile_number_is_the_same_however_it_is_written(number, writing):
    assert normal_phone(writing(number)) == "+84" + number[1:]


@given(LISTED)
def test_every_number_of_the_numbering_plan_is_taken(number):  # §5.3's pattern; a library's list of ranges in use is narrower
    assert normal_phone(number) == "+84" + number[1:]


# The table of §5.3, as it stands there.
CHANGED = {"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084", "0125": "085",
           "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
           **{f"016{n}": f"03{n}" for n in range(2, 10)}}  # fmt: skip


@pytest.mark.parametrize("old", CHANGED)
@pytest.mark.parametrize("writing", WRITINGS)
def test_an_old_number_of_eleven_digits_becomes_todays(old, writing):  # the change of 2018
    assert normal_phone(writing(old + "1234567")) == "+84" + CHANGED[old][1:] + "1234567"


@given(some.sampled_from([f"01{n:02}" for n in range(100) if f"01{n:02}" not in CHANGED]), some.integers(0, 9_999_999))
def test_eleven_digits_that_never_were_a_mobile_become_none(prefix, rest):
    normal = normal_phone(f"{prefix}{rest:07}")
    assert normal is None or normal.startswith(("+8418", "+8419"))  # 1800 and 1900 are services' numbers


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("number", ["02583822222", "02438251234", "02838291234"])
def test_a_landline_stays_a_landline(number, writing):  # no SMS reaches it: the notifier asks for a call
    assert normal_phone(writing(number)) == "+84" + number[1:]


@given(mobiles, some.sampled_from(WRITINGS))
def test_a_normal_number_stays_as_it_is(number, writing):
    normal = normal_phone(writing(number))
    assert normal_phone(normal) == normal


@pytest.mark.parametrize("text", ["", "123", "abc", "01101234567", "0191234567", "02", "0912345", "09123456789", "+849512345678901"])
def test_what_is_no_number_of_viet_nam_is_none(text):
    assert normal_phone(text) is None


@pytest.mark.parametrize("text", ["+12025550123", "+442071838750", "+8613800138000"])
def test_a_number_of_another_country_is_no_number_of_viet_nam(text):  # an SMS abroad costs, and isn't covered by §5.3
    assert normal_phone(text) is None
    with pytest.raises(Refused):
        do(None, submission(phone=text))


@given(some.text(max_size=20))
def test_no_writing_of_a_number_crashes(text):
    normal = normal_phone(text)
    assert normal is None or normal.startswith("+")


@given(some.text(max_size=254).filter(lambda t: "\x00" not in t))
def test_whatever_is_written_as_an_address_is_answered_not_crashed_on(text):
    assert faults_of_refusal(None, submission(email=text)) in ([], ["email"])


NO_ADDRESSES = [
    "a@b.vn\nBcc: c@d.vn", "a@b.vn\n", "\na@b.vn", "a@b.vn\r", "a@b.vn,c@d.vn", "a@b.vn;c@d.vn", "a@b.vn c@d.vn", " a@b.vn",
    "a@b.vn ", "a@", "@b.vn", "a.b.vn", "a@@b.vn", "a@b@c.vn", "a@b", "a@b.", "a@.vn", "a@b..vn", "a@-b.vn", "a@b-.vn",
    ".a@b.vn", "a.@b.vn", "a..b@c.vn", '"a b"@c.vn', '"a@b.vn"', "<a@b.vn>", "Cao E <a@b.vn>", "a(b)@c.vn", "a@[127.0.0.1]",
    "a@127.0.0.1", "a\\@b.vn", "a\t@b.vn", "a\x7f@b.vn", "cao.é@b.vn", "a@bộ.vn", "а@b.vn", "a＠b.vn", "a@b\u200b.vn",
    "a@b.vn\u2028", "a@b。vn", "x" * 65 + "@b.vn", "a@" + "b" * 64 + ".vn", "a@" + "b." * 126 + "vn",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_ADDRESSES, ids=ascii)
def test_what_is_no_single_address_is_refused(text):  # a header refuses a line break only later, and the message could never be sent
    assert faults_of_refusal(None, submission(email=text[:254])) == ["email"] or len(text) > 254
    assert not is_mail(text)


@pytest.mark.parametrize(("top", "fits"), [("com", True), ("info", False)])
def test_an_address_has_at_most_254_characters(top, fits):  # RFC 5321
    text = "x" * 64 + "@" + ("b" * 61 + ".") * 3 + top
    assert (len(text) <= 254, is_mail(text)) == (fits, fits)


ATOMS = some.text(string.ascii_letters + string.digits + "!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=20)
LABELS = some.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?", fullmatch=True)
TOPS = some.sampled_from(["vn", "com", "gov.vn", "xn--p1ai"])
ADDRESSES = some.builds("{}@{}.{}".format, some.lists(ATOMS, min_size=1, max_size=3).map(".".join), LABELS, TOPS)
SPOILT = some.builds(lambda mail, sign, n: mail[:n] + sign + mail[n:], ADDRESSES, some.characters(), some.integers(0, 80))


@given(ADDRESSES)
def test_every_plain_address_is_taken(text):
    assert is_mail(text)


@given(some.text(max_size=60) | SPOILT)
def test_whatever_is_taken_is_one_address_in_a_header_and_nothing_else(text):
    if is_mail(text):
        message = EmailMessage(policy=SMTP)
        message["To"] = text
        assert message["To"].addresses == (Address(addr_spec=text),) and text.isascii()
        assert message.as_bytes().decode().replace("\r\n ", "").splitlines()[0].replace("To:", "").strip() == text


@pytest.mark.parametrize("leave", ["return", "decline"])
def test_a_wrong_address_is_named_however_the_reception_ends(leave):  # whoever is declined is written to as well
    said = {"exit": leave, "reason": "Thiếu giấy tờ", "legal_ground": "NĐ 61/2018", "email": "a@b", "phone": "12"}
    assert faults_of_refusal(None, submission(**said)) == ["phone", "email"]


DELEGATE = {"name": "Trần B", "id_no": "079", "authority": "Giấy uỷ quyền 1"}


def test_a_delegates_number_and_address_are_checked_too():  # domain.md §5.1: they are told
    wrong = submission(delegate=DELEGATE | {"phone": "12", "email": "a@b"})
    assert faults_of_refusal(None, wrong) == ["delegate.phone", "delegate.email"]


def test_the_delegate_is_told_in_the_owners_language_by_what_the_owner_gave_where_they_gave_nothing():  # domain.md §5.1
    said = {"email": "a@b.vn", "phone": "0912345678", "language": "en"}
    full = submission(**said, delegate=DELEGATE | {"phone": "01201234567", "email": "t@b.vn"})
    assert person_of(full).contact == {"name": "Trần B", "phone": "+84701234567", "email": "t@b.vn", "language": "en"}
    silent = submission(**said, delegate=DELEGATE)
    assert person_of(silent).contact == {"name": "Trần B", "phone": "+84912345678", "email": "a@b.vn", "language": "en"}
    assert person_of(submission(email="a@b.vn")).contact == {
        "name": "Cao Thị E", "phone": "+84912345678", "email": "a@b.vn", "language": "vi"}  # fmt: skip


def test_who_was_sealed_before_languages_were_asked_for_is_written_to_in_vietnamese():
    old = msgspec.json.decode(b'{"name": "Cao E", "phone": "+84912345678", "delegate": "B"}', type=Person)
    assert old.contact == {"name": "B", "phone": "+84912345678", "email": "", "language": "vi"}
