"""A receipt may come before what it belongs to is kept: it finds it as soon as that is there (issue 6)."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from notifier.channels import Receipt
from notifier.recording import Recorder

NEVER = 3600.0  # seconds: whoever waits for time alone waits for ever


class Parts(SimpleNamespace):
    """A notifier whose database knows no message, and keeps whatever it is given."""

    def __init__(self):
        super().__init__(transactor=self, pool=self, clock=self)

    def now(self):
        return datetime(2026, 11, 27, tzinfo=UTC)

    def committed(self, _outcome): ...

    async def apply(self, _changes): ...

    async def fetch(self, *_asked):
        return []

    async def execute(self, *_said): ...


async def test_a_receipt_that_came_first_is_looked_for_again_once_an_outcome_is_kept():
    recorder = Recorder(strange=NEVER)
    running = asyncio.create_task(recorder.run(Parts()))
    await recorder.receipt(Receipt("smpp", "early", True, ""))
    looking = asyncio.create_task(recorder.stranger_may_be_known())
    await recorder.outcome(uuid4(), lambda state, _context: state)
    await looking
    running.cancel()


async def test_what_has_come_and_isn_t_kept_yet_is_counted():
    recorder = Recorder()
    kept = [recorder.receipt(Receipt("smpp", name, True, "")) for name in ("one", "two")]
    assert recorder.unkept == 2
    running = asyncio.create_task(recorder.run(Parts()))
    await asyncio.gather(*kept)
    await asyncio.sleep(0)  # a future tells its callbacks in the loop's next turn
    assert recorder.unkept == 0
    running.cancel()
