"""What makes a password too easy to guess, and that it is the same one however its letters were typed."""

import unicodedata

import pytest
from portal.accounts.passwords import LEAST, MOST, Hasher, one_time_password, password_faults

GOOD = "Tôi đi làm lúc bảy giờ"


@pytest.mark.parametrize(("password", "fault"), [
    ("ngắn quá", "password.short"), ("x" * (MOST + 1), "password.long"), ("canbo.nam giữ khoá", "password.login"),
    ("CANBO.NAM giữ khoá", "password.login"), ("matkhau123456", "password.common"), ("123456789012", "password.common"),
    ("aaaaaaaaaaaa", "password.common"), ("password1234", "password.common"), ("qwertyuiopas", "password.common"),
    ("lienthong2026", "password.common"),
])  # fmt: skip
def test_what_is_short_or_easily_guessed_is_refused_with_its_reason(password: str, fault: str) -> None:
    assert password_faults(password, password, "canbo.nam") == {"new": fault}


@pytest.mark.parametrize("password", [GOOD, "toi di lam luc bay gio", "x7Kq-mT4p-R9wz", "ba con trâu gặm cỏ"])
def test_a_sentence_without_any_capital_or_digit_is_a_good_password(password: str) -> None:
    assert password_faults(password, password, "canbo.nam") == {}


def test_both_faults_are_named_at_once() -> None:
    assert password_faults("ngắn", "khác", "canbo.nam") == {"new": "password.short", "again": "password.differs"}


def test_a_long_password_takes_no_longer_to_judge() -> None:
    assert password_faults("đường dài mới biết ngựa hay " * 4, "đường dài mới biết ngựa hay " * 4, "canbo.nam") == {}


async def test_a_keyboard_that_sends_accents_apart_types_the_same_password() -> None:
    hasher = Hasher()
    hashed = await hasher.hash(unicodedata.normalize("NFC", GOOD))
    assert await hasher.is_right(unicodedata.normalize("NFD", GOOD), hashed)
    assert not await hasher.is_right(GOOD + " ", hashed)


async def test_where_there_is_no_account_no_password_is_right() -> None:
    hasher = Hasher()
    assert not await hasher.is_right("x" * LEAST, None)  # what stands in for the hash of nobody


async def test_what_is_kept_is_argon2id_and_different_each_time() -> None:
    hasher = Hasher()
    first, second = await hasher.hash(GOOD), await hasher.hash(GOOD)
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and first != second and GOOD not in first


def test_a_password_to_hand_over_is_long_and_has_no_letter_that_is_read_as_another() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50 and all(len(p) == 23 and not set(p) & set("01ilo") for p in made)
