"""Receipts are read whatever else goes on, also after a session was given up (issue 6)."""

import asyncio
import contextlib

import pytest
from lienthong_local.sinks import sinks
from notifier.channels import Rendered
from notifier.channels.short_message import Brand
from notifier.channels.smpp import Smpp
from notifier.domain.answer import Sent, Unanswered


def message(number):
    return Rendered(f"+8490{number:07d}", "", "xin chao", f"r{number}")


class Listening:
    """A channel whose receipts are kept here; `heard_of(n)` waits for n of them."""

    def __init__(self, address):
        self.channel, self.heard = Smpp(address, "lienthong", "lienthon", Brand("LienThong"), patience=1.0), []
        self._came = asyncio.Condition()

    def told(self, heard):
        self.heard.append(heard)
        return asyncio.ensure_future(self._say())

    async def _say(self):
        async with self._came:
            self._came.notify_all()

    async def heard_of(self, count):
        async with asyncio.timeout(10), self._came:
            await self._came.wait_for(lambda: len(self.heard) >= count)


@pytest.fixture
async def centre(tmp_path):
    async with sinks(tmp_path / "kept.jsonl") as found:
        yield found


@pytest.fixture
async def listening(centre):
    found = Listening(centre.smpp)
    task = asyncio.create_task(found.channel.listen(found.told))
    yield found
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_receipts_are_heard_after_a_session_was_given_up(centre, listening):
    assert isinstance(await listening.channel.send(message(1)), Sent)
    await listening.heard_of(1)
    centre.sms.mood.hang = True
    assert isinstance(await listening.channel.send(message(2)), Unanswered)
    centre.sms.mood.hang = False
    assert isinstance(await listening.channel.send(message(3)), Sent)
    await listening.heard_of(2)

