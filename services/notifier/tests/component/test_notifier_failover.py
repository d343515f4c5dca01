"""A provider that fails costs no message: another takes over, and when it is well again it is used again (issue 6)."""

import asyncio

import pytest
from notifier_at_work import AtWork

SMS, MAIL = "received/sms", "received/email"


async def by(work: AtWork, dossier, key=SMS):
    message = await work.status(dossier, key, "delivered", "accepted")
    return message.tries[-1].provider


async def by_at_last(work: AtWork, dossier, key=SMS):
    async def there() -> str:
        await work.hurry(dossier)
        message = await work.message(dossier, key)
        return message.tries[-1].provider if message.status in ("delivered", "accepted") else ""

    return await work.until(there, 40)


async def test_a_centre_that_refuses_the_bind_is_followed_by_the_gateway_and_comes_back_when_it_heals(work: AtWork):
    work.sinks.sms.mood.refuse_bind = 0x0D
    ids = await work.receive(20)
    assert set(await asyncio.gather(*(by(work, i) for i in ids))) == {"gateway"}
    work.sinks.sms.mood.refuse_bind = 0

    async def back() -> bool:
        (dossier,) = await work.receive()
        return await by(work, dossier) == "smpp"

    await work.until(back, 30)
    assert len({m["text"] for m in work.sms() if "0001" not in m["text"]}) == 19  # each code once


async def test_a_centre_that_hangs_is_followed_by_the_gateway_and_its_own_message_stays_with_it(work: AtWork):
    work.patience("smpp", 0.3)
    work.sinks.sms.mood.hang = True
    first = await work.receive(6)
    await asyncio.gather(*(work.until(lambda i=i: work.tried(i, SMS, "smpp")) for i in first))
    assert await by(work, (await work.receive())[0]) == "gateway"
    work.sinks.sms.mood.hang = False
    assert {await by_at_last(work, i) for i in first} == {"smpp"}


async def test_a_centre_that_asks_for_less_gets_less_and_loses_nothing(work: AtWork):
    work.patience("smpp", 15.0)  # a busy machine is no ill centre
    work.sinks.sms.mood.throttle = 5
    ids = await work.receive(30)
    await asyncio.gather(*(work.status(i, SMS, "delivered") for i in ids))
    assert len({m["text"] for m in work.sms()}) == len(work.sms()) == 30
    assert not [e for e in await work.said() if e["kind"] == "MessageFailed"]


@pytest.mark.parametrize(("status", "reason"), [(0x0B, "invalid-destination"), (0x66, "rejected-by-application")])
async def test_a_number_that_is_refused_for_good_is_no_fault_of_the_centre(work: AtWork, status, reason):
    work.sinks.sms.mood.reject["84912345678"] = status
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "failed")
    assert [e["reason"] for e in await work.said("MessageFailed")] == [reason]
    assert await work.message(dossier, "received/phone") is None  # the mail tells it


@pytest.mark.parametrize("garbage", ["text", "shape", "half"])
@pytest.mark.parametrize("work", [{"smpp": "127.0.0.1:1"}], indirect=True)
async def test_a_gateway_that_answers_garbage_is_asked_until_it_speaks_plainly(work: AtWork, garbage):
    work.sinks.gateway.mood.garbage = garbage
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, SMS, "gateway"))
    work.sinks.gateway.mood.garbage = ""
    await work.hurry(dossier)
    await work.status(dossier, SMS, "delivered")
    assert len(work.sms()) == 1


@pytest.mark.parametrize("work", [{"smpp": "127.0.0.1:1"}], indirect=True)
@pytest.mark.parametrize("status", [429, 401, 402, 500, 503])
async def test_whatever_the_gateway_answers_for_now_the_message_arrives_once_it_is_well(work: AtWork, status):
    work.sinks.gateway.mood.answer, work.sinks.gateway.mood.times = status, 2
    (dossier,) = await work.receive()

    async def delivered() -> bool:
        await work.hurry(dossier)
        return (await work.message(dossier, SMS)).status == "delivered"

    await work.until(delivered, 40)
    assert len(work.sms()) == 1


async def test_a_mail_server_that_is_away_is_waited_for(work: AtWork):
    work.sinks.mail.refuse = True
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, MAIL, "smtp"))
    work.sinks.mail.refuse = False

    async def accepted() -> bool:
        await work.hurry(dossier)
        return (await work.message(dossier, MAIL)).status == "accepted"

    await work.until(accepted, 40)
    assert len(work.mails()) == 1


async def test_nobody_reached_is_somebody_s_task(work: AtWork):
    work.sinks.sms.mood.reject["84912345678"] = 0x0B
    work.sinks.mail.answers["cong.dan@example.vn"] = "550 5.1.1 no such user"
    (dossier,) = await work.receive()
    call = await work.status(dossier, "received/phone", "queued")
    assert call.agency == "H32.41"
    (asked,) = await work.said("PhoneCallAsked")
    assert asked["reason"] in ("invalid-destination", "no-such-mailbox") and asked["agency"] == "H32.41"


async def test_a_landline_is_never_sent_an_sms(work: AtWork):
    work.people.usual = {"phone": "+842583822222", "email": ""}
    (dossier,) = await work.receive()
    await work.status(dossier, "received/phone", "queued")
    assert work.sms() == [] and {e.get("reason") for e in await work.said("MessageFailed")} == {"landline"}


async def test_a_mail_that_bounces_hard_is_lost_and_the_sms_tells_it(work: AtWork):
    work.sinks.mail.fates["cong.dan@example.vn"] = "5.1.1"
    work.sinks.mail.bounces = work.settings.bounces
    (dossier,) = await work.receive()
    mail = await work.status(dossier, MAIL, "failed")
    await work.status(dossier, SMS, "delivered")
    assert mail.tries[-1].outcome == "accepted" and await work.message(dossier, "received/phone") is None
    assert [e["reason"] for e in await work.said("MessageFailed")] == ["bounce-5.1.1"]


@pytest.mark.parametrize("work", [{"smtp": "127.0.0.1:1", "smtp_second": "yes"}], indirect=True)
async def test_what_the_second_mail_server_sent_comes_back_to_the_same_door(work: AtWork):
    work.sinks.mail.fates["cong.dan@example.vn"] = "5.1.1"
    work.sinks.mail.bounces = work.settings.bounces
    (dossier,) = await work.receive()
    mail = await work.status(dossier, MAIL, "failed")
    assert mail.tries[-1].provider == "smtp-second"
