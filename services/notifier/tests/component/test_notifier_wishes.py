"""What people don't want they don't get, by a link or by SMS; what the law requires they always get (Luật 91/2025, NĐ 91/2020)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import LetterIssued, ResultReturned
from notifier.wishes import Wishes
from notifier_at_work import EMAIL, PHONE, AtWork
from notifier_http import http

WISHES = Wishes("local")


async def returned(work: AtWork, dossier):
    await work.learn(ResultReturned.model_validate(ResultReturned.example | {"dossier_id": dossier, "at": datetime.now(UTC)}))


async def said_no(work: AtWork, count=1):
    async def there() -> bool:
        return await work.running.pool.fetchval("select count(*) from wish") == count

    await work.until(there)


@pytest.mark.parametrize(("word", "coding"), [("tc", 0), (" Tu  choi ", 0), ("STOP", 0), ("Từ chối", 8)])
async def test_an_sms_that_says_no_ends_the_thanks_and_not_the_notices(work: AtWork, word, coding):
    (dossier,) = await work.receive()
    await work.status(dossier, "received/sms", "delivered")
    await work.push(word.encode("utf-16-be" if coding else "ascii"), 0, PHONE.removeprefix("+"), coding)
    await said_no(work)
    await returned(work, dossier)
    await work.status(dossier, "returned/sms", "suppressed")
    await work.status(dossier, "returned/email", "accepted")
    await work.supplement(dossier)
    await work.status(dossier, "supplement_asked-1/sms", "delivered")
    assert [e["reason"] for e in await work.said("MessageSuppressed")] == ["opted-out"]


async def test_who_changes_their_mind_gets_them_again(work: AtWork):
    (dossier,) = await work.receive()
    await work.status(dossier, "received/sms", "delivered")
    for count, word in enumerate((b"TC", b"DK"), 1):
        await work.push(word, 0, PHONE.removeprefix("+"))
        await said_no(work, count)
    await returned(work, dossier)
    await work.status(dossier, "returned/sms", "delivered")


async def test_any_other_sms_changes_nothing(work: AtWork):
    (dossier,) = await work.receive()
    await work.status(dossier, "received/sms", "delivered")
    await work.push(b"toi da nhan duoc", 0, PHONE.removeprefix("+"))
    await returned(work, dossier)
    await work.status(dossier, "returned/sms", "delivered")
    assert await work.running.pool.fetchval("select count(*) from wish") == 0


async def test_the_link_in_a_letter_switches_letters_off_and_on(work: AtWork):
    (dossier,) = await work.receive()
    thanks = LetterIssued.model_validate(LetterIssued.example | {"dossier_id": dossier, "at": datetime.now(UTC)})
    await work.learn(thanks)
    await work.status(dossier, "letter_congratulation/email", "accepted")
    (mail,) = [m for m in work.mails() if m["headers"].get("List-Unsubscribe")]
    token = mail["headers"]["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    async with http(work) as client:
        assert (await client.get(f"/internal/preferences/{token}")).json() == {"channel": "email", "allowed": True}
        answer = await client.post(f"/internal/preferences/{token}", json={"allowed": False, "how": "link"})
        assert answer.json() == {"channel": "email", "allowed": False}
        assert (await client.get(f"/internal/preferences/{token}")).json()["allowed"] is False
        assert (await client.get(f"/internal/preferences/{token[:-2]}xx")).status_code == 404
    await returned(work, dossier)
    await work.status(dossier, "returned/email", "suppressed")
    assert EMAIL not in str(await work.running.pool.fetch("select * from wish"))


@given(some.sampled_from(["sms", "email"]), some.text(min_size=1, max_size=40))
def test_a_token_names_its_contact_to_us_and_to_nobody_else(channel, address):
    token = WISHES.token(channel, address)
    assert WISHES.read(token) == (channel, WISHES.contact(channel, address))
    assert Wishes("another").read(token) is None and WISHES.read(token[::-1]) in (None, WISHES.read(token))


@given(some.text(max_size=60))
def test_what_isn_t_a_token_names_nobody(text):
    assert WISHES.read(text) is None
