"""The SMS centre and the mail server die under a steady load and come back: what was lost, what came twice, when all was told."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from lienthong_local.bench.notices.figures import most
from lienthong_local.bench.notices.ground import Ground

RATE, BEFORE, AFTER = 20, 10.0, 10.0


async def measure_outage(ground: Ground, seconds: float) -> dict[str, Any]:
    """The HTTP gateway lives on: short messages fail over to it, e-mails have to wait."""
    ground.tell(f"the SMS centre and the mail server are dead for {seconds:g} s", 0, 0)
    start, providers = await ground.begin(), ground.providers
    load = asyncio.create_task(ground.citizens.steady(RATE, BEFORE + seconds + AFTER))
    await asyncio.sleep(BEFORE)
    died = datetime.now(UTC)
    await providers.kill(providers.sms, providers.mail)
    await asyncio.sleep(seconds)
    back = time.perf_counter()
    await providers.start(providers.sms, providers.mail)
    await load
    await ground.settled()
    gone = time.perf_counter() - back
    stretch = await ground.end(start)
    counts, cut = stretch.counts, stretch.found.doubled_by_a_cut([died])
    last = {channel: max(stretch.found.first(channel).values()) for channel in ("sms", "email")}
    return {"seconds": seconds, "receptions_per_s": RATE, **counts, "lost": most(counts["lost"], 0),
            "doubled": most(counts["doubled"] - cut, 0), "doubled_because_an_answer_was_cut_off": cut,
            "failed_over_to_the_gateway": counts["taken_by"].get("http", 0), "seconds_until_settled": round(gone, 1),
            **{f"last_{channel}_after_death_s": round((at - died).total_seconds(), 1) for channel, at in last.items()}}  # fmt: skip
