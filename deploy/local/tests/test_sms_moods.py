"""Two centres, ours and npm's, each made to fail in every way while a sender is bound."""

import asyncio
import contextlib

import pytest
import smpp34
from lienthong_local import sms_text
from lienthong_local.failure import until
from lienthong_local.npm_centre import npm_centre, why_not
from lienthong_local.sinks import sinks

NUMBER, OTHER = "84901234567", "84907654321"
BIND = b"\x00\x00\x00\x09" + b"\0\0\0\0" + b"\x00\x00\x00\x05" + b"notifier\0secret\0\0\x34\0\0\0"


class Ours:
    """Our own centre, spoken to as to npm's."""

    def __init__(self, running):
        self._running = running
        self.address, self.reply = running.smpp, running.sms.reply

    async def mood(self, **changes):
        if "fates" in changes:
            fates = changes.pop("fates")
            changes["fate"] = lambda number: fates.get(number, "DELIVRD")
        for name, value in changes.items():
            setattr(self._running.sms.mood, name, value)

    @property
    def messages(self):
        return self._running.newest()[::-1]

    @property
    def unanswered(self):
        return self._running.sms.unanswered

    @property
    def bound(self):
        return self._running.sms.bound

    def whole(self):
        return self._running.outbox.whole()


@pytest.fixture(params=["smpp34", "npm"])
async def centre(request, tmp_path):
    if request.param == "smpp34":
        async with sinks(tmp_path / "messages.jsonl") as running:
            yield Ours(running)
    else:
        if why := why_not():
            pytest.skip(why)
        async with npm_centre() as running:
            yield running


@contextlib.asynccontextmanager
async def bound(centre, kind="TRX"):
    host, _, port = centre.address.rpartition(":")
    client = smpp34.Client(host, int(port), "notifier", "secret", bind_type=kind)
    try:
        yield await asyncio.wait_for(client.connect(), 10)
    finally:
        await client.stop()


def submit(sender, to=NUMBER, body=b"Ho so da xong", **more):
    return asyncio.wait_for(sender.submit_sm(to, body, source_addr="LienThong", registered_delivery=1, **more), 10)


async def status(submitted):
    """The answer's command_status; smpp34 raises what is no success, with the number in its words."""
    try:
        return (await submitted).command_status
    except smpp34.SmppError as refused:
        return int(str(refused).rpartition("(")[2].rstrip(")"), 16)


async def receipts(sender, count):
    """The ids of the next receipts, in the order in which they come."""
    told = [await asyncio.wait_for(sender.next(), 10) for _ in range(count)]
    assert {receipt.esm_class for receipt in told} == {4}
    return [receipt.short_message.split()[0].removeprefix(b"id:").decode() for receipt in told]


async def reached(centre):
    return centre.unanswered == 1


async def knows(centre, sessions):
    """smpp34 answers a bind before the centre hears of it: whoever is bound needn't be known yet."""
    return centre.bound == sessions


async def test_a_message_is_kept_as_it_was_sent(centre):
    async with bound(centre) as sender:
        answer = await submit(sender)
    (kept,) = centre.messages
    assert (kept["to"], kept["text"], kept["message_id"]) == (NUMBER, "Ho so da xong", answer.message_id)


async def test_a_refused_bind_is_answered_with_its_status_until_the_centre_heals(centre):
    await centre.mood(refuse_bind=0x0E)
    host, _, port = centre.address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write((len(BIND) + 4).to_bytes(4) + BIND)
    answer = await asyncio.wait_for(reader.read(), 10)
    assert (answer[4:8], answer[8:12], answer[12:16]) == (b"\x80\0\0\x09", b"\0\0\0\x0e", b"\0\0\0\x05")
    writer.close()
    await centre.mood(refuse_bind=0)
    async with bound(centre) as sender:
        assert await status(submit(sender)) == 0


async def test_a_hanging_centre_never_answers_and_keeps_nothing(centre):
    async with bound(centre) as sender:
        await centre.mood(hang=True)
        unanswered = asyncio.ensure_future(submit(sender))
        await until(lambda: reached(centre), 10, "a submit")
        await centre.mood(hang=False)
        assert await status(submit(sender, OTHER)) == 0
        assert not unanswered.done()
        unanswered.cancel()
    assert [message["to"] for message in centre.messages] == [OTHER]


async def test_so_many_submits_are_throttled_and_the_next_is_taken(centre):
    await centre.mood(throttle=2)
    async with bound(centre) as sender:
        assert [await status(submit(sender)) for _ in range(3)] == [0x58, 0x58, 0]
    assert len(centre.messages) == 1


async def test_a_rejected_number_is_answered_with_its_status_and_others_are_taken(centre):
    await centre.mood(reject={NUMBER: 0x0B, "84900000000": 0x14})
    async with bound(centre) as sender:
        assert [await status(submit(sender, to)) for to in (NUMBER, OTHER, "84900000000")] == [0x0B, 0, 0x14]
    assert [message["to"] for message in centre.messages] == [OTHER]


async def test_a_message_kept_before_the_cut_is_reported_to_who_binds_next(centre):
    await centre.mood(cut=1, delay=0)
    async with bound(centre) as sender:
        with pytest.raises(smpp34.SmppError):
            await submit(sender)
        assert isinstance(await asyncio.wait_for(sender.next(), 10), smpp34.Disconnected)
    (kept,) = centre.messages
    async with bound(centre) as sender:
        assert await receipts(sender, 1) == [kept["message_id"]]
        assert await status(submit(sender)) == 0
    assert len(centre.messages) == 2


async def test_a_late_receipt_comes_after_those_of_later_messages(centre):
    async with bound(centre) as sender:
        await centre.mood(delay=2)
        late = await submit(sender)
        await centre.mood(delay=0)
        soon = await submit(sender)
        assert await receipts(sender, 2) == [soon.message_id, late.message_id]


async def test_a_receipt_may_come_twice(centre):
    await centre.mood(receipts=2)
    async with bound(centre) as sender:
        answer = await submit(sender)
        assert await receipts(sender, 2) == [answer.message_id] * 2


async def test_receipts_may_come_last_first(centre):
    await centre.mood(reverse=3)
    async with bound(centre) as sender:
        ids = [(await submit(sender)).message_id for _ in range(3)]
        assert await receipts(sender, 3) == ids[::-1]


async def test_a_receipt_may_never_come(centre):
    async with bound(centre) as sender:
        await centre.mood(receipts=0, delay=0)
        await submit(sender)
        await centre.mood(receipts=1)
        heard = await submit(sender)
        assert await receipts(sender, 1) == [heard.message_id]


async def test_a_receipt_says_what_became_of_each_number(centre):
    await centre.mood(fates={NUMBER: "UNDELIV"}, delay=0)
    async with bound(centre) as sender:
        await submit(sender)
        assert b"stat:UNDELIV" in (await asyncio.wait_for(sender.next(), 10)).short_message
        await submit(sender, OTHER)
        assert b"stat:DELIVRD" in (await asyncio.wait_for(sender.next(), 10)).short_message


async def test_a_citizens_reply_reaches_every_session_that_receives(centre):
    async with bound(centre) as one, bound(centre, "RX") as two, bound(centre, "TX"):
        await until(lambda: knows(centre, 3), 10, "a bind")
        await centre.reply(NUMBER, "TU CHOI")
        for receiver in (one, two):
            told = await asyncio.wait_for(receiver.next(), 10)
            assert (told.source_addr, told.destination_addr, told.short_message) == (NUMBER, "LienThong", b"TU CHOI")
            assert told.esm_class & 0x3C == 0


async def test_a_long_message_is_read_whole(centre):
    text = "Hồ sơ của ông/bà đã được tiếp nhận. " * 4
    async with bound(centre) as sender:
        for coding, esm_class, body in reversed(sms_text.parts(text, 200)):
            await submit(sender, body=body, data_coding=coding, esm_class=esm_class)
    assert [message["text"] for message in centre.whole()] == [text]
