"""The notifier is killed under load at moments drawn from a seed: what was lost, and what came twice, a kill and a provider."""

import asyncio
import random
from typing import Any

from lienthong_local.bench.notices.figures import most
from lienthong_local.bench.notices.ground import Ground, Stretch

RATE = 100  # receptions a second; what comes while it starts again makes it busy when it is back
WAIT = (0.5, 6.0)  # seconds from its being ready until the kill


async def measure_kills(ground: Ground, kills: int) -> dict[str, Any]:
    """Once with the SMS centre and the mail server, once with the HTTP gateway alone."""
    providers = ground.providers
    first = await _killed(ground, kills, "with SMS centre and mail server")
    await providers.kill(providers.sms, providers.mail)
    start = await ground.begin()
    await _loaded(ground, kills, "with the HTTP gateway")
    await providers.start(providers.sms, providers.mail)
    await ground.settled()
    second = await ground.end(start)
    return {"kills": kills, "receptions_per_s": RATE, "centre_and_mail": _figures(first, kills, ("smpp", "smtp")),
            "gateway": _figures(second, kills, ("http",))}  # fmt: skip


async def _killed(ground: Ground, kills: int, how: str) -> Stretch:
    start = await ground.begin()
    await _loaded(ground, kills, how)
    await ground.settled()
    return await ground.end(start)


async def _loaded(ground: Ground, kills: int, how: str) -> None:
    load = asyncio.create_task(_for_ever(ground))
    dice = random.Random(f"{ground.seed} {how}")
    try:
        for number in range(kills):
            ground.tell(f"kills {how}", number, kills)
            await asyncio.sleep(dice.uniform(*WAIT))
            await ground.notifier.kill()
            await ground.notifier.ready()
        await asyncio.sleep(WAIT[1])
    finally:
        load.cancel()
        await asyncio.gather(load, return_exceptions=True)


async def _for_ever(ground: Ground) -> None:
    while True:
        await ground.citizens.steady(RATE, 1.0)


def _figures(stretch: Stretch, kills: int, providers: tuple[str, ...]) -> dict[str, Any]:
    counts, doubled, taken = stretch.counts, stretch.found.doubled(), stretch.found.by_provider()
    risk = {name: {"doubled": doubled[name], "per_kill": round(doubled[name] / kills, 2) if kills else 0,
                   "per_message": round(doubled[name] / max(1, taken.get(name, 0)), 5)} for name in providers}  # fmt: skip
    return {**counts, "lost": most(counts["lost"], 0), "risk": risk}
