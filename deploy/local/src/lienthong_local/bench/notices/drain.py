"""What was queued while all providers were away, sent when they are back: how fast, in how much memory, and whether all of it."""

import time
from datetime import UTC, datetime
from typing import Any

from lienthong_local.bench.notices.figures import least, most, rate
from lienthong_local.bench.notices.ground import Ground, Stretch
from lienthong_local.bench.notices.memory import Peak, watched

FEW = 500  # receptions, for a comparison of memory
SMS, EMAILS, MIB = 1000.0, 300.0, 100.0  # bars; the last one for how much memory a backlog of any size may add


async def measure_drain(ground: Ground, queued: int) -> dict[str, Any]:
    """`queued` messages, half of them SMS and half e-mails. The HTTP gateway stays away: it is the SMS centre that is measured."""
    start, providers = await ground.begin(), ground.providers
    await providers.kill()
    with_few = await _queue(ground, FEW)
    queueing = await _queue(ground, max(0, queued // 2 - FEW))
    ground.tell("the providers are back", 0, 0)
    back, began = datetime.now(UTC), time.perf_counter()
    async with watched(ground.pid) as draining:
        await providers.start(providers.sms, providers.mail)
        await ground.settled()
    took = time.perf_counter() - began
    stretch = await ground.end(start)
    await providers.start(providers.gateway)
    return {**_rates(stretch), **_moments(stretch, back), "seconds_until_all_was_settled": round(took, 1),
            "notifier_mib": _memory(with_few, queueing, draining), **stretch.counts}  # fmt: skip


async def _queue(ground: Ground, receptions: int) -> Peak:
    known = ground.citizens.count + receptions
    async with watched(ground.pid) as peak:
        await ground.citizens.quickly(receptions, lambda done, all_: ground.tell("receptions while no provider is there", done, all_))
        await ground.peace.known(known)
    return peak


def _rates(stretch: Stretch) -> dict[str, Any]:
    sms, emails = (stretch.found.first(channel).values() for channel in ("sms", "email"))
    return {"sms_per_s": least(rate(sms), SMS), "sms_delivered_per_s": least(rate(stretch.story.delivered.values()), SMS),
            "emails_per_s": least(rate(emails), EMAILS)}  # fmt: skip


def _moments(stretch: Stretch, back: datetime) -> dict[str, Any]:
    """Seconds after the providers were started: the first message, the last of each channel, the last receipt."""
    sms, emails = (sorted(stretch.found.first(channel).values()) for channel in ("sms", "email"))
    said = {"first_sms": sms[:1], "last_sms": sms[-1:], "first_email": emails[:1], "last_email": emails[-1:],
            "last_receipt": [max(stretch.story.delivered.values(), default=back)]}  # fmt: skip
    return {f"seconds_until_{name}": round((at - back).total_seconds(), 1) for name, instants in said.items() for at in instants}


def _memory(few: Peak, queueing: Peak, draining: Peak) -> dict[str, Any]:
    more = round(max(queueing.mib, draining.mib) - few.mib, 1)
    return {f"while_{2 * FEW}_were_queued": few.mib, "while_all_were_queued": queueing.mib, "while_draining": draining.mib,
            "more_than_for_few": most(more, MIB)}  # fmt: skip
