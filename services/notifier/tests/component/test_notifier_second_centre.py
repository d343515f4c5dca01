"""The same promises with an SMS centre that this project didn't write: npm's smpp (issue 6)."""

import asyncio

import pytest
import pytest_asyncio
from lienthong_local.npm_centre import npm_centre, why_not
from notifier_at_work import AtWork, at_work
from notifier_letters import long_letter

SMS = "received/sms"
NUMBER = "84912345678"
pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "node is there")


@pytest_asyncio.fixture(scope="module")
async def centre():
    async with npm_centre() as found:
        yield found


@pytest_asyncio.fixture
async def work(infra, prefix, tmp_path, centre, request):
    await centre.mood(refuse_bind=0, hang=False, throttle=0, reject={}, cut=0, fates={}, receipts=1, delay=0.05, reverse=1)
    centre.messages.clear()
    name = f"n{abs(hash(request.node.name)) % 10**9}"
    async with at_work(infra, prefix, name, tmp_path, smpp=centre.address, sms_gateway="yes") as found:
        yield found


async def told(work: AtWork, centre, count=20):
    await told_by_somebody(work, centre, count)
    assert len(centre.messages) == count


async def told_by_somebody(work: AtWork, centre, count):
    ids = await work.receive(count)
    await asyncio.gather(*(work.status(i, SMS, "delivered") for i in ids))
    texts = [message["text"] for message in (*centre.messages, *work.sms())]
    assert len(set(texts)) == len(texts) == count


async def test_everybody_is_told_once_and_every_receipt_is_matched(work: AtWork, centre):
    await told(work, centre)


async def test_receipts_late_twice_and_in_reverse(work: AtWork, centre):
    await centre.mood(receipts=2, reverse=10, delay=0.3)
    await told(work, centre)
    assert len([e for e in await work.said("MessageDelivered") if e["channel"] == "sms"]) == 20


async def test_without_receipts_they_stay_accepted(work: AtWork, centre):
    await centre.mood(receipts=0)
    (dossier,) = await work.receive()
    assert (await work.status(dossier, SMS, "accepted")).awaited


async def test_throttled_it_gets_less_and_loses_nothing(work: AtWork, centre):
    """What falls due while it rests goes to the gateway, which is well; what it sent back comes again, to either."""
    await centre.mood(throttle=5)
    await told_by_somebody(work, centre, 30)
    assert centre.messages


async def test_a_number_that_is_refused_fails_by_name(work: AtWork, centre):
    await centre.mood(reject={NUMBER: 0x0B})
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "failed")
    assert [e["reason"] for e in await work.said("MessageFailed")] == ["invalid-destination"]


async def test_a_refused_bind_and_a_silent_centre_are_followed_by_the_gateway(work: AtWork, centre):
    await centre.mood(refuse_bind=0x0D)
    (dossier,) = await work.receive()
    assert (await work.status(dossier, SMS, "delivered")).tries[-1].provider == "gateway"


async def test_a_connection_that_breaks_after_the_acceptance_is_answered_with_the_same_number(work: AtWork, centre):
    await centre.mood(cut=1)
    (dossier,) = await work.receive()
    await work.until(lambda: work.tried(dossier, SMS, "smpp"))
    await work.hurry(dossier)
    await work.status(dossier, SMS, "delivered")
    assert len(centre.messages) == 2 and len({m["reference"] for m in centre.messages}) == 1


async def test_a_long_sms_is_joined_again(work: AtWork, centre):
    for letter in long_letter():
        work.running.catalogue.put(letter)
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "delivered")
    (whole,) = centre.whole()
    assert whole["parts"] == 2 and whole["text"].count("H32.41-261126-0001") == 3


async def test_a_citizen_s_no_is_heard(work: AtWork, centre):
    (dossier,) = await work.receive()
    await work.status(dossier, SMS, "delivered")
    await centre.reply(NUMBER, "TC")

    async def heard() -> bool:
        return await work.running.pool.fetchval("select count(*) from wish where not wanted") == 1

    await work.until(heard)
