"""Arithmetic of figures: shares of latencies, rates of instants, and each figure beside its bar."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

EDGE = 0.05  # of the arrivals at either end don't count: a rate is that of the middle


def spread(seconds: Iterable[float]) -> dict[str, float | int]:
    """How many there are, p50, p90, p99 and the largest, in milliseconds."""
    ordered = sorted(seconds)
    return {"n": len(ordered), **{f"p{share}_ms": _ms(ordered, share / 100) for share in (50, 90, 99)}, "max_ms": _ms(ordered, 1.0)}


def _ms(ordered: Sequence[float], share: float) -> float:
    return round(1000 * ordered[int(share * (len(ordered) - 1))], 1) if ordered else float("nan")


def rate(instants: Iterable[datetime]) -> float:
    """How many a second, over the middle nine tenths of them; 0 for too few."""
    ordered = sorted(instants)
    cut = int(EDGE * len(ordered))
    middle = ordered[cut : len(ordered) - cut]
    took = (middle[-1] - middle[0]).total_seconds() if len(middle) > 1 else 0.0
    return round((len(middle) - 1) / took, 1) if took else 0.0


def least(measured: float, bar: float) -> dict[str, Any]:
    """A figure that has to reach its bar."""
    return {"measured": measured, "bar": f">= {bar:g}", "holds": measured >= bar}


def most(measured: float, bar: float) -> dict[str, Any]:
    """A figure that may not pass its bar."""
    return {"measured": measured, "bar": f"<= {bar:g}", "holds": measured <= bar}
