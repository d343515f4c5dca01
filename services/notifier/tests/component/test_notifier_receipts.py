"""Receipts find their messages whenever they come, however often, in whatever order; one of nobody's is set aside by name (issue 6)."""

import asyncio
from uuid import uuid4

import pytest
from notifier_at_work import AtWork
from notifier_letters import long_letter

SMS = "received/sms"


async def test_receipts_that_come_twice_and_in_reverse_are_said_once(work: AtWork):
    work.patience("smpp", 15.0)  # a busy machine is no ill centre
    work.sinks.sms.mood.receipts, work.sinks.sms.mood.reverse = 2, 40  # all of them: a rest would never come
    ids = await work.receive(20)
    await asyncio.gather(*(work.status(i, SMS, "delivered") for i in ids))
    assert len([e for e in await work.said("MessageDelivered") if e["channel"] == "sms"]) == 20


async def test_a_receipt_that_comes_before_the_acceptance_is_kept_isn_t_lost(work: AtWork):
    work.sinks.sms.mood.delay = 0  # it overtakes the commit
    ids = await work.receive(50)
    await asyncio.gather(*(work.status(i, SMS, "delivered") for i in ids))
    assert await work.running.pool.fetchval("select count(*) from strange_receipt") == 0


async def test_nothing_is_quiet_while_a_receipt_that_came_first_waits_for_its_message(work: AtWork):
    pool = work.running.pool
    await pool.execute("insert into strange_receipt values ('smpp', 'early', true, '', now())")
    assert (await work.running.quiet())["working"] == 0  # nobody's: it may stay so for ever
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select from strange_receipt for update")  # it is found, and can't be put away meanwhile
        await pool.execute("insert into reference (provider, reference, dossier_id, message) values ($1, $2, $3, $4)",
                           "smpp", "early", uuid4(), SMS)  # fmt: skip
        assert (await work.running.quiet())["working"] > 0

    async def quiet() -> bool:
        return (await work.running.quiet())["working"] == 0

    await work.until(quiet)


async def test_a_number_that_can_t_be_delivered_to_is_lost_and_said_why(work: AtWork):
    work.sinks.sms.mood.fate = lambda _number: "UNDELIV"
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "failed")
    assert [e["reason"] for e in await work.said("MessageFailed")] == ["undeliv-001"]


async def test_without_a_receipt_it_stays_accepted(work: AtWork):
    work.sinks.sms.mood.receipts = 0
    (dossier,) = await work.receive()
    assert (await work.status(dossier, SMS, "accepted")).awaited


@pytest.mark.parametrize("work", [{"smpp": "127.0.0.1:1"}], indirect=True)
async def test_a_gateway_whose_receipt_never_comes_is_asked_what_became_of_it(work: AtWork):
    work.sinks.gateway.mood.receipts = 0
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "accepted")
    await work.ask_now(dossier)
    await work.status(dossier, SMS, "delivered", "accepted")


@pytest.mark.parametrize("work", [{"smpp": "127.0.0.1:1"}], indirect=True)
async def test_a_gateway_may_say_why_in_its_own_words(work: AtWork):
    work.sinks.gateway.mood.fate = lambda _number: "Số máy không tồn tại: " + "x" * 80
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "failed")
    (failed,) = await work.said("MessageFailed")
    assert failed["reason"].startswith("So-may-khong-ton-tai-xxx") and len(failed["reason"]) == 64


@pytest.mark.parametrize("work", [{"smpp": "127.0.0.1:1"}], indirect=True)
async def test_a_receipt_that_can_t_be_kept_holds_up_none_behind_it(work: AtWork):
    gateway = work.sinks.gateway
    gateway._receipts.append((next(gateway._order), {"id": "1", "reference": "no\0body", "status": "delivered", "reason": None}))

    async def left_behind() -> bool:
        return bool(await work.running.pool.fetchval("select cursor from place where provider = 'gateway'"))

    await work.until(left_behind)


async def test_a_stranger_s_receipt_that_can_t_be_applied_stops_nobody(work: AtWork):
    await work.running.pool.execute("insert into reference (provider, reference, dossier_id, message) values ($1, $2, $3, $4)",
                                    "smpp", "lost", uuid4(), SMS)  # fmt: skip
    await work.push(b"id:lost stat:DELIVRD err:000", esm_class=4)
    await work.running.pool.execute("insert into strange_receipt values ('smpp', 'lost', true, '', now())")

    async def gone() -> bool:
        return await work.running.pool.fetchval("select count(*) from strange_receipt") == 0

    await work.until(gone)
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "delivered")


async def test_a_receipt_of_nobody_s_is_set_aside_and_the_line_goes_on(work: AtWork):
    await work.receive()
    await work.until(lambda: _has(work.sms()))
    await work.push(b"id:nobody stat:DELIVRD err:000", esm_class=4)
    await work.push(b"\xff\x00garbage", esm_class=4)
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "delivered")

    async def kept() -> list[str]:
        return [r["reference"] for r in await work.running.pool.fetch("select reference from strange_receipt")]

    assert await work.until(kept) == ["nobody"]


async def test_a_long_sms_goes_in_parts_and_is_delivered_when_all_are(work: AtWork):
    for letter in long_letter():
        work.running.catalogue.put(letter)
    (dossier,) = await work.receive()
    sms = await work.status(dossier, SMS, "delivered")
    assert len(sms.tries[-1].references) == 2
    (accepted,) = [e for e in await work.said("MessageAccepted") if e["channel"] == "sms"]
    assert accepted["parts"] == 2
    (whole,) = work.sinks.outbox.whole()
    assert whole["text"].count("H32.41-261126-0001") == 3


async def _has(found: list[object]) -> bool:
    return bool(found)
