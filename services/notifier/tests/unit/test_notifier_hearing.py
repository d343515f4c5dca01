"""What a citizen writes back isn't lost: the centre has its receipt for it, and won't say it again."""

from types import SimpleNamespace

import httpx2
from notifier.channels import Reply
from notifier.lines import Lines
from notifier.recording import Recorder
from notifier.sending import Sender
from notifier.wishes import Wishes
from notifier_letters import NOW

PARTS = SimpleNamespace(pool=None, clock=SimpleNamespace(now=lambda: NOW))


class Forgetful(Wishes):
    """Its database is away once."""

    def __init__(self):
        super().__init__("key")
        self.asked, self.said = 0, []

    async def say(self, _pool, channel, contact, wanted, how, _now):
        self.asked += 1
        if self.asked == 1:
            raise ConnectionResetError
        self.said.append((channel, contact, wanted, how))


async def test_a_no_that_comes_while_the_database_is_away_is_kept_once_it_is_back():
    wishes = Forgetful()
    async with httpx2.AsyncClient() as intake:
        sender = Sender(Lines({}), Recorder(), wishes, intake, "http://x")
        await sender.heard(PARTS, Reply("sms", "+84912345678", wants=False, how="sms"))
    assert wishes.said == [("sms", wishes.contact("sms", "+84912345678"), False, "sms")]
