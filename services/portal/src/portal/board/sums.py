"""The kept figures as the board's totals want them: classes of the reports put into the few that a board shows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

DUE = {"within": "on_time", "soon": "due_soon", "over": "overdue", "paused": "paused", "paused_over": "paused"}
ENDED = {"early": "early", "on_day": "on_time", "late": "late", "late_apologised": "late"}
_APART = ("refused", "refused_late", "stopped")


def held(members: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Dossiers in work, by holder and what time says."""
    return _rows(("holder", "due"), (((row["member"], DUE[row["klass"]]), row["n"]) for row in members if row["klass"] in DUE))


def done(totals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Dossiers that got their result in the period, by verdict; of all desks together."""
    return _rows(("desk", "verdict"), ((("", ENDED[row["klass"]]), row["n"]) for row in totals if row["klass"] in ENDED))


def received(totals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Dossiers received in the period, by channel."""
    return _rows(("desk", "channel"), ((("", row["channel"]), row["n"]) for row in totals if row["klass"] == "received"))


def stopped(totals: Iterable[Mapping[str, Any]]) -> int:
    """Those that ended in the period without a share in what was on time."""
    return sum(row["n"] for row in totals if row["klass"] in _APART)


def messages(fates: Iterable[Mapping[str, Any]], unsent: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Messages by channel and where each is now: what arrived is no longer just accepted."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in fates:
        if row["fate"] in ("accepted", "delivered", "failed"):
            counts[row["channel"], row["fate"]] += row["count"]
    for channel in ("sms", "email"):
        counts[channel, "accepted"] = max(0, counts[channel, "accepted"] - counts[channel, "delivered"])
    counts.update({(row["channel"], "queued"): row["count"] for row in unsent})
    return [{"channel": channel, "status": status, "count": n} for (channel, status), n in counts.items()]


def _rows(names: tuple[str, str], counted: Iterable[tuple[tuple[str, str], int]]) -> list[dict[str, Any]]:
    """Sums by two keys, as the rows that a database would answer with."""
    sums: Counter[tuple[str, str]] = Counter()
    for key, n in counted:
        sums[key] += n
    return [{**dict(zip(names, key, strict=True)), "count": n} for key, n in sums.items()]
