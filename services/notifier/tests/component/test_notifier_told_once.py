"""A citizen is told once, whatever breaks: over SMPP, HTTP and SMTP, with a real database (issue 6)."""

import asyncio

import pytest
from notifier_at_work import AtWork, working

SMS, MAIL = "received/sms", "received/email"
ALONE = {"smpp": "127.0.0.1:1"}  # nobody is there: the gateway is the only one


async def all_told(work: AtWork, ids):
    await asyncio.gather(*(work.status(i, SMS, "delivered") for i in ids), *(work.status(i, MAIL, "accepted") for i in ids))
    assert len({m["reference"] for m in work.sms()}) >= 1 and len({m["text"] for m in work.sms()}) == len(work.sms()) == len(ids)
    assert len({m["message_id"] for m in work.mails()}) == len(work.mails()) == len(ids)


async def all_hang(work: AtWork, count: int) -> bool:
    return work.sinks.sms.unanswered == work.sinks.mail.unanswered == count


async def test_a_reception_is_told_by_sms_and_mail_and_the_receipt_comes_back(work: AtWork):
    (dossier,) = await work.receive()
    sms = await work.status(dossier, SMS, "delivered")
    await work.status(dossier, MAIL, "accepted")
    assert [t.provider for t in sms.tries] == ["smpp"] and len(sms.tries[0].references) == 1
    (short,), (mail,) = work.sms(), work.mails()
    assert short["to"] == "84912345678" and "da duoc tiep nhan" in short["text"] and short["from"] == "LienThong"
    assert mail["to"] == "cong.dan@example.vn" and "đã được tiếp nhận" in mail["subject"] and "<table" in mail["html"]
    kinds = [one["kind"] for one in await work.said()]
    assert sorted(kinds) == ["MessageAccepted", "MessageAccepted", "MessageDelivered", "MessageQueued", "MessageQueued"]


async def test_the_same_event_a_hundred_times_is_told_once(work: AtWork):
    (dossier,) = await work.receive()
    events = [event for event in work.learned for _ in range(100)]
    await work.learn_again(*events)
    await all_told(work, [dossier])
    assert len(await work.said("MessageQueued")) == 2


async def test_two_notifiers_at_once_tell_a_hundred_dossiers_once_each(work: AtWork):
    async with working(work.settings, work.sinks, work.people):
        await all_told(work, await work.receive(100))


async def test_what_a_killed_notifier_had_leased_its_successor_sends(work: AtWork):
    work.sinks.sms.mood.hang = True
    work.sinks.gateway.mood.hang = True
    work.sinks.mail.hang = True
    async with working(work.settings, work.sinks, work.people) as other:
        await work.pause()  # only the other one works
        other.patience("smpp", 60)
        ids = await other.receive(5)
        await other.until(lambda: all_hang(work, len(ids)))  # what is only on its way to a centre would be kept by it, once it's well
    work.sinks.sms.mood.hang = work.sinks.gateway.mood.hang = work.sinks.mail.hang = False
    await asyncio.gather(*map(work.end_lease, ids))
    work.resume()
    await all_told(work, ids)


@pytest.mark.parametrize("work", [ALONE], indirect=True)
async def test_a_gateway_that_took_it_and_was_never_heard_of_is_asked_and_not_told_again(work: AtWork):
    work.sinks.gateway.mood.cut = 1  # it keeps the message, and the connection breaks
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, SMS, "gateway"))
    await work.hurry(dossier)
    sms = await work.status(dossier, SMS, "delivered")
    assert len(work.sms()) == 1 and [t.outcome for t in sms.tries if t.provider == "gateway"] == ["", "accepted"]


async def test_a_resent_sms_carries_the_same_number_so_that_a_centre_can_tell_it(work: AtWork):  # SMPP can't be asked
    work.sinks.sms.mood.cut = 1
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, SMS, "smpp"))
    await work.hurry(dossier)
    await work.status(dossier, SMS, "delivered")
    first, second = work.sms()
    assert first["reference"] == second["reference"] and first["text"] == second["text"]


async def test_a_resent_mail_has_the_same_message_id(work: AtWork):
    work.sinks.mail.cut = 1
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, MAIL, "smtp"))
    await work.hurry(dossier)
    await work.status(dossier, MAIL, "accepted")
    assert len(work.mails()) == 2 and len({mail["message_id"] for mail in work.mails()}) == 1


async def test_while_intake_is_away_everything_waits_and_no_try_is_counted(work: AtWork):
    work.people.away = True
    (dossier,) = await work.receive()

    async def asked_in_vain() -> bool:
        message = await work.message(dossier, SMS)
        return message.status == "queued" and message.at > message.since

    await work.until(asked_in_vain)
    assert (await work.message(dossier, SMS)).tries == ()
    work.people.away = False
    await work.hurry(dossier)
    await all_told(work, [dossier])
