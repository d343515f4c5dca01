"""What stands in an address, a cookie, a header or a form steers a page or is refused: it breaks none (issue 8)."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.domain.contact import MAIL_MOST, is_mail, normal_phone
from lienthong_runtime.instant import Instant
from notifier.wishes import Wishes
from outside import tries, words
from portal.accounts.claims import Mapping, person_of
from portal.figures.asking import _period
from portal.gate.bodies import says_too_much
from portal.gate.origin import cookie_counts, origin
from portal.gate.pace import client
from portal.lists import asked as lists
from portal.officer import asked as inbox
from portal.sign_in import own_path
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

ID = "01933c3e-7a00-7000-8000-000000000001"
PLACES = (f"2026-11-26T09:00:00+07:00_{ID}", f"1900-01-01T00:00:00+23:59_{ID}", f"2999-12-31T23:59:59-23:59_{ID}")
LINES = (f"1|2026-11-26T09:00:00+07:00|{ID}|H32.41", f"0|1900-01-01T00:00:00+23:59|{ID}|x", f"99999999999999999999|0|{ID}|")


@tries
@given(words(*PLACES))
def test_a_cursor_of_the_list_is_a_place_or_none(text: str) -> None:
    try:
        place = lists.place_of(text)
    except lists.NoSuchPlace:
        return
    assert place is None or 1899 <= place[0].astimezone(UTC).year <= 3000


@tries
@given(words(*LINES))
def test_a_cursor_of_the_inbox_is_a_place_or_none(text: str) -> None:
    try:
        place = inbox.place_of(text)
    except inbox.NoSuchPlace:
        return
    assert place is None or (1899 <= place[1].astimezone(UTC).year <= 3000 and place[3].encode() is not None)


@tries
@given(
    words(
        "/hop-viec?who=mine&due=overdue&after=1%7C2", "/hop-viec?" + "a=1&" * 5000, "/hop-viec?q=%ff%00", "/hop-viec?;;&&==", "//x/hop-viec"
    )
)
def test_any_address_asks_for_something_in_the_inbox(address: str) -> None:
    asked = inbox.asked_of(address)
    assert asked.address().startswith("/hop-viec")


@tries
@given(
    words(
        "/bang-theo-doi",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
    )
)
def test_the_way_back_never_leaves_this_site(asked: str) -> None:
    to = own_path(asked)
    # Browsers drop tabs and line breaks anywhere in an address, and take a backslash for a slash.
    seen = "".join(sign for sign in to if sign not in "\t\r\n").replace("\\", "/").strip(" \0")
    assert seen.startswith("/") and not seen.startswith("//") and not urlsplit(seen).netloc


@tries
@given(words("2026-01-01", "2026-W01", "0001-01-01"), words("2026-12-31", "9999-12-31", "20261231"))
def test_any_period_is_one_of_at_most_ten_years(since: str, until: str) -> None:
    period = _period(since, until, date(2026, 11, 26))
    assert 0 <= (period.until - period.since).days <= 3660


INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


@tries
@given(words("2026-11-26T09:00:00+07:00", "1900-01-01T00:00:00+23:59", "0.5", "2026-1", "2999-12-31T23:59:60Z"))
def test_an_instant_is_one_that_a_database_takes(text: str) -> None:
    try:
        at = INSTANT.validate_python(text)
    except ValidationError:
        return
    assert 1899 <= at.astimezone(UTC).year <= 3000


def request(headers: dict[str, str]) -> Request:
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    return Request(
        {"type": "http", "method": "POST", "path": "/", "query_string": b"", "scheme": "http", "headers": raw, "server": ("h", 80)}
    )


NAMES = ("origin", "host", "sec-fetch-site", "sec-fetch-mode", "cookie", "content-length", "content-type", "authorization")
VALUES = words(
    "http://h",
    "null",
    "same-origin",
    "navigate",
    "lienthong_session=a; lienthong_session=b",
    "²",
    "-1",
    "1e5",
    "multipart/form-data; boundary=",
)


@tries
@given(some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=8))
def test_any_headers_come_from_somewhere_and_bring_a_known_much(headers: dict[str, str]) -> None:
    asked = request(headers)
    assert says_too_much(asked) in (True, False) and origin(asked) and cookie_counts(asked) in (True, False)


@tries
@given(words("127.0.0.1", "::1", "fe80::1%eth0"))
def test_any_address_is_somebody_s(host: str) -> None:
    assert len(client(host)) <= len(host)


@tries
@given(words("0912345678", "+84 912 345 678", "tel:+84912345678;ext=9", "a@b.vn", "a@" + "b." * 200 + "vn", '"a\r\nBcc: x"@b.vn'))
def test_a_number_and_an_address_are_plain_or_none(text: str) -> None:
    phone = normal_phone(text)
    assert phone is None or (phone.startswith("+84") and phone[1:].isascii() and phone[1:].isdecimal())
    assert not is_mail(text) or (text.isascii() and len(text) <= MAIL_MOST and not set(text) & set("\r\n ,;<>"))


WISHES = Wishes("key")


@tries
@given(words(WISHES.token("sms", "+84912345678"), "é", "====", "A" * 33))
def test_the_token_of_a_letter_is_genuine_or_nobody_s(token: str) -> None:
    found = WISHES.read(token)
    assert found in (None, ("sms", WISHES.contact("sms", "+84912345678")))


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | words("an", "head"),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(words("a"), inner, max_size=3),
    max_leaves=8,
)


@tries
@given(some.dictionaries(some.sampled_from(["sub", "roles", "agency", "iss"]), anything))
def test_any_claims_of_a_provider_are_a_person_or_nobody(claims: dict[str, Any]) -> None:
    for mapping in (Mapping(), Mapping(roles={"head": ["head"]}, agencies={"1": "H32"})):
        person = person_of(claims, mapping)
        assert person is None or person.subject.isascii()


def test_a_mapping_gives_no_role_that_it_does_not_name() -> None:
    person = person_of({"sub": "an", "roles": ["admin", "head"]}, Mapping(roles={"head": ["head"]}))
    assert person is not None and person.roles == {"head"}


@pytest.mark.parametrize("text", [b'{"roles": {"head": ["root"]}}', b'{"roles": 5}', b'{"more": 1}'])
def test_a_mapping_with_a_role_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Mapping)
