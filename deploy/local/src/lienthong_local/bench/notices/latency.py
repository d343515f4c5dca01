"""How soon a citizen is told: from the instant at which the fact was recorded until a provider took the message."""

from typing import Any

from lienthong_local.bench.notices.figures import most, spread
from lienthong_local.bench.notices.ground import Ground, Stretch

RATE = 50  # receptions a second
WARM = 5.0
P90, P99 = 2000.0, 10_000.0  # milliseconds


async def measure_latency(ground: Ground, seconds: float) -> dict[str, Any]:
    """All services at work; receptions over HTTP, each told by SMS and e-mail."""
    ground.tell(f"{RATE} receptions a second", 0, 0)
    await ground.citizens.steady(RATE, WARM)
    await ground.settled()
    start = await ground.begin()
    await ground.citizens.steady(RATE, seconds)
    await ground.settled()
    stretch = await ground.end(start)
    return {"events_per_s": RATE, "seconds": seconds, "sms": _of(stretch, "sms"), "email": _of(stretch, "email"), **stretch.counts}


def _of(stretch: Stretch, channel: str) -> dict[str, Any]:
    recorded = stretch.story.recorded
    figures = spread((at - recorded[key[0]]).total_seconds() for key, at in stretch.found.first(channel).items())
    return {**figures, "p90_ms": most(figures["p90_ms"], P90), "p99_ms": most(figures["p99_ms"], P99)}
