"""What was queued while all providers were away, sent when they are back: how fast, in how much memory, and whether all of it."""

from datetime import UTC, datetime
from typing import Any

from lienthong_local.bench.notices.figures import least, most, rate
from lienthong_local.bench.notices.ground import Ground, Stretch
from lienthong_local.bench.notices.memory import Use, watched

FEW = 500  # receptions, for a comparison of memory
SMS, EMAILS, MIB = 1000.0, 300.0, 100.0  # bars; the last one for how much memory a backlog of any size may add


async def measure_drain(ground: Ground, queued: int, apart: bool) -> dict[str, Any]:
    """`queued` messages, half of them SMS and half e-mails. The HTTP gateway stays away: it is the SMS centre that is measured.

    `apart`: the mail server comes back when all short messages are delivered; else both come back at once.
    """
    start, providers = await ground.begin(), ground.providers
    await providers.kill()
    with_few = await _queue(ground, FEW)
    queueing = await _queue(ground, max(0, queued // 2 - FEW))
    async with watched(ground.pid) as draining:
        instants = await _back(ground, apart)
    stretch = await ground.end(start)
    await providers.start(providers.gateway)
    return {"mail_server_back": "after all SMS" if apart else "with the SMS centre", **_rates(stretch), **_moments(stretch, *instants),
            "notifier_cores": {"queueing": queueing.cores, "draining": draining.cores},
            "notifier_mib": _memory(with_few, queueing, draining), **stretch.counts}  # fmt: skip


async def _queue(ground: Ground, receptions: int) -> Use:
    known = ground.citizens.count + receptions
    async with watched(ground.pid) as use:
        await ground.citizens.quickly(receptions, lambda done, all_: ground.tell("receptions while no provider is there", done, all_))
        await ground.peace.known(known)
    return use


async def _back(ground: Ground, apart: bool) -> tuple[datetime, datetime]:
    """When the SMS centre and the mail server were back; ends when nothing waits any more."""
    providers = ground.providers
    sms = datetime.now(UTC)
    ground.tell("the SMS centre is back", 0, 0)
    await providers.start(providers.sms)
    if apart:
        await ground.peace.sms_delivered(ground.citizens.count)
    mail = datetime.now(UTC)
    ground.tell("the mail server is back", 0, 0)
    await providers.start(providers.mail)
    await ground.settled()
    return sms, mail


def _rates(stretch: Stretch) -> dict[str, Any]:
    sms, emails = (stretch.found.first(channel).values() for channel in ("sms", "email"))
    return {"sms_per_s": least(rate(sms), SMS), "sms_delivered_per_s": least(rate(stretch.story.delivered.values()), SMS),
            "emails_per_s": least(rate(emails), EMAILS)}  # fmt: skip


def _moments(stretch: Stretch, sms_back: datetime, mail_back: datetime) -> dict[str, Any]:
    """Seconds after its provider was started: each channel's first message and last, and the last receipt."""
    sms, emails = (sorted(stretch.found.first(channel).values()) for channel in ("sms", "email"))
    said = {"first_sms": (sms[:1], sms_back), "last_sms": (sms[-1:], sms_back), "first_email": (emails[:1], mail_back),
            "last_email": (emails[-1:], mail_back), "last_receipt": (sorted(stretch.story.delivered.values())[-1:], sms_back)}  # fmt: skip
    return {f"{name}_after_s": round((at - back).total_seconds(), 1) for name, (instants, back) in said.items() for at in instants}


def _memory(few: Use, queueing: Use, draining: Use) -> dict[str, Any]:
    more = round(max(queueing.mib, draining.mib) - few.mib, 1)
    return {f"while_{2 * FEW}_were_queued": few.mib, "while_all_were_queued": queueing.mib, "while_draining": draining.mib,
            "more_than_for_few": most(more, MIB)}  # fmt: skip
