"""A provider's line: who is next, how fast, and who isn't asked while it rests."""

import asyncio
import contextlib
from types import SimpleNamespace

import httpx2
import pytest
from lienthong_runtime import Context
from notifier.channels import Rendered
from notifier.domain.answer import Refused, Sent, Throttled, Unanswered, Untried
from notifier.domain.health import FEWEST, LONGEST_REST, SHORTEST_REST, SLOW
from notifier.lines import LONGEST_HOLD, LONGEST_WAIT, Line, Lines, limiter
from notifier.recording import Recorder
from notifier.sending import Sender
from notifier.sending_due import send_due
from notifier.wishes import Wishes
from notifier_letters import DOSSIER_ID, NOW, Post, catalogue, renderer


class Provider:
    """Answers as it is told, the last for ever; each answer takes so long by the clock."""

    name = "smpp"

    def __init__(self, *answers):
        self.now, self.took, self.got, self.answers = 0.0, 0.1, [], list(answers) or [Sent(("A1",))]
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message):
        self.got.append(message.reference)
        await self.free.wait()
        self.now += self.took
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def ask(self, _reference):
        return None


def message(reference="m", urgent=False):
    return Rendered("+84912345678", "", "x", reference, urgent)


@contextlib.asynccontextmanager
async def served(provider, window=1, rate=0):
    line = Line(provider, rate, window, lambda: provider.now)
    task = asyncio.create_task(line.run())
    try:
        yield line
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def sent(line, count):
    return [await line.send(message(str(n))) for n in range(count)]


async def test_the_urgent_ones_pass_those_that_came_before_and_keep_their_own_order():
    provider = Provider()
    async with served(provider) as line:
        await asyncio.gather(*(line.send(message(str(n), urgent=n > 3)) for n in range(6)))
    assert provider.got == ["4", "5", "0", "1", "2", "3"]


@pytest.mark.parametrize("rate", [0.5, 1, 4, 10, 35, 200])
def test_a_rate_is_kept_however_slow_it_is(rate):
    found = limiter(rate)
    assert found.max_rate / found.time_period == pytest.approx(rate) and found.max_rate <= max(1, rate / 10)


async def test_who_waited_in_line_too_long_goes_back_before_its_lease_ends():  # sent late it would be sent twice
    provider = Provider()
    provider.free.clear()
    async with served(provider) as line:
        first, second = (asyncio.create_task(line.send(message(name))) for name in ("first", "second"))
        while not provider.got:
            await asyncio.sleep(0)
        provider.now += LONGEST_WAIT + 1
        provider.free.set()
        assert isinstance(await first, Sent) and isinstance(await second, Throttled)
    assert provider.got == ["first"]


async def test_nobody_gets_what_nobody_waits_for_any_more():
    provider = Provider()
    provider.free.clear()
    async with served(provider) as line:
        first, gone = (asyncio.create_task(line.send(message(name))) for name in ("first", "gone"))
        while not provider.got:
            await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        provider.free.set()
        await first
        await line.send(message("last"))
    assert provider.got == ["first", "last"]


async def test_a_bug_of_a_provider_leaves_it_unknown_and_the_line_goes_on():
    async with served(Provider(RuntimeError("x"), Sent(("A1",)))) as line:
        assert await sent(line, 2) == [Unanswered("RuntimeError"), Sent(("A1",))]


@pytest.mark.parametrize("answer", [Unanswered("x"), Untried("x")])
async def test_a_line_that_fails_rests_and_one_message_finds_out_for_all(answer):
    provider = Provider(answer)
    async with served(provider) as line:
        await sent(line, FEWEST)
        assert line.health.ill and isinstance((await sent(line, 1))[0], Throttled) and len(provider.got) == FEWEST
        provider.now += SHORTEST_REST
        provider.answers = [Sent(("A1",))]
        assert await sent(line, 1) == [Sent(("A1",))] and not line.health.ill


async def test_of_many_that_come_together_one_finds_out_and_the_others_go_back():
    provider = Provider(Untried("x"))
    async with served(provider, window=3) as line:
        await sent(line, FEWEST)
        provider.now = line.health.rests_until
        provider.free.clear()
        waiting = [asyncio.create_task(line.send(message(str(n)))) for n in range(3)]
        for _ in range(20):  # all three are taken from the line
            await asyncio.sleep(0)
        provider.free.set()
        answers = await asyncio.gather(*waiting)
    assert sorted(type(answer).__name__ for answer in answers) == ["Throttled", "Throttled", "Untried"] and len(provider.got) == FEWEST + 1


async def test_nobody_waits_in_line_for_an_ill_one_however_short_its_rest():
    provider = Provider(Untried("x"))
    async with served(provider) as line:
        await sent(line, FEWEST)
        provider.now = line.health.rests_until - LONGEST_HOLD / 2
        assert isinstance((await sent(line, 1))[0], Throttled) and len(provider.got) == FEWEST


async def test_the_rest_grows_by_half_while_it_stays_ill_up_to_a_minute():
    provider = Provider(Untried("x"))
    async with served(provider) as line:
        await sent(line, FEWEST)
        rests = []
        for _ in range(12):
            provider.now = line.health.rests_until
            await sent(line, 1)
            rests.append(line.health.rests_until - provider.now)
    assert rests[:4] == pytest.approx([3, 4.5, 6.75, 10.125]) and rests[9:] == pytest.approx([LONGEST_REST] * 3)


async def test_who_refuses_a_message_is_well():
    async with served(Provider(Refused("invalid-destination", permanent=True))) as line:
        await sent(line, 20)
        assert not line.health.ill


async def test_who_answers_too_late_is_ill():
    provider = Provider()
    provider.took = SLOW
    async with served(provider) as line:
        await sent(line, FEWEST)
        assert line.health.ill


async def test_who_asks_for_less_is_left_alone_and_isn_t_ill():
    provider = Provider(Throttled(LONGEST_HOLD + 10), Sent(("A1",)))
    async with served(provider) as line:
        assert [type(answer) for answer in await sent(line, 2)] == [Throttled, Throttled] and len(provider.got) == 1
        assert not line.health.ill and not line.health.well(provider.now)
        provider.now += LONGEST_HOLD + 10
        assert await sent(line, 1) == [Sent(("A1",))]


async def test_a_well_line_is_named_before_one_that_was_ill_and_a_resting_one_isn_t():
    first, second = Provider(Untried("x")), Provider()
    second.name = "gateway"
    async with served(first) as ill, served(second) as well:
        lines = Lines({"sms": [ill, well]}, lambda: first.now)
        await sent(ill, FEWEST)
        assert (lines.outside().ready["sms"], lines.outside().probed["sms"]) == (("gateway",), ())
        assert lines.facts() == {"smpp": "resting", "gateway": "well"}
        first.now = ill.health.rests_until
        assert (lines.outside().ready["sms"], lines.outside().probed["sms"]) == (("gateway",), ("smpp",))
        assert lines.facts()["smpp"] == "probed" and lines.outside().rests == {}


async def test_where_nobody_is_fit_it_is_said_for_how_long():
    provider = Provider(Untried("x"))
    async with served(provider) as line:
        await sent(line, FEWEST)
        assert Lines({"sms": [line]}, lambda: provider.now).outside().rests["sms"].total_seconds() == SHORTEST_REST


async def test_what_is_still_under_way_when_its_lease_ends_isn_t_sent_again_beside_itself():
    post, provider, recorder = Post(), Provider(), Recorder()
    provider.free.clear()
    people = httpx2.MockTransport(lambda _request: httpx2.Response(200, json={"contacts": [
        {"dossier_id": str(DOSSIER_ID), "phone": "+84912345678"}], "staff": []}))  # fmt: skip
    async with served(provider, window=2) as line, httpx2.AsyncClient(transport=people, base_url="http://intake") as intake:
        sender = Sender(Lines({"sms": [line]}), recorder, Wishes("key"), intake, "http://x")
        due = post.follow(send_due(post.state, Context(NOW, catalogue(), DOSSIER_ID, extra=post.outside))).effects[:1]
        parts = SimpleNamespace(pool=None)
        acts = [asyncio.create_task(sender.send(parts, renderer(), list(due))) for _ in range(2)]
        entry = await recorder._waiting.get()  # the second one's, put back
        provider.free.set()
        taken = await recorder._waiting.get()
        for one in (entry, taken):
            one.kept.set_result(None)
        await asyncio.gather(*acts)
    assert len(provider.got) == 1
    assert entry.change(post.state, Context(NOW, catalogue(), DOSSIER_ID)).state.messages["received/sms"].status == "queued"
