"""What came of a run: its figures, and what they mean for the exit status."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from lienthong_local.chaos.faults import Fault
from lienthong_local.chaos.messages import Told
from lienthong_local.chaos.promises import Broken
from lienthong_local.verify import Report

BAR = 15.0  # seconds: the most that recovery from a single fault may take
SHOWN = 50  # sentences of a list; the number says how many there are


@dataclass(slots=True)
class Outcome:
    """Everything that was found once the house had come to rest; `unfinished` are lives and probes that never came to their end."""

    report: Report
    broken: Broken
    told: Told
    papers_lost: list[str]
    promised: int = 0
    papers: int = 0
    turned_away: int = 0
    faults: list[Fault] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unfinished: int = 0
    redelivered: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """Events, promises and messages that aren't where they belong."""
        return self.report.missing + len(self.broken.lost) + len(self.told.lost) + len(self.papers_lost) + self.unfinished

    @property
    def doubled(self) -> int:
        """Numbers, effects and messages that are there though nobody asked for them; told twice is counted apart (ADR 0020)."""
        return self.report.duplicates + len(self.broken.doubled) + self.told.strange

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, and nothing else that disagrees."""
        return not (self.lost or self.doubled or self.report.found or self.refused)

    def facts(self) -> dict[str, Any]:
        """The figures, for programs."""
        report, told = self.report, self.told
        return {
            "events": report.events, "dossiers": report.dossiers, "promises": self.promised, "papers": self.papers,
            "messages_due": told.due,
            "faults": len(self.faults), "lost": self.lost, "doubled": self.doubled, "told_twice": sum(told.twice.values()),
            "repeated": report.repeated, "redelivered": sum(self.redelivered.values()),
            "by_fault": by_fault(self.faults), "recovery": recovery(self.faults),
            "disagreements": dict(report.kinds), "promises_lost": self.broken.lost[:SHOWN], "promises_doubled": self.broken.doubled[:SHOWN],
            "messages_lost": told.lost[:SHOWN], "messages_strange": told.strange, "messages_told_twice": told.twice,
            "papers_lost": self.papers_lost[:SHOWN], "papers_turned_away": self.turned_away,
            "messages_given_up": told.given_up, "refused": self.refused[:SHOWN], "unfinished": self.unfinished, "skipped": self.skipped,
            "in_order": [asdict(fault) for fault in self.faults],
        }  # fmt: skip


def by_fault(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """For each kind and victim: how often, and how soon the house had recovered."""
    groups: dict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        groups[fault.kind, fault.victim].append(fault)
    return [{"kind": kind, "victim": victim, **recovery(group)} for (kind, victim), group in sorted(groups.items())]


def recovery(faults: Sequence[Fault]) -> dict[str, Any]:
    """How often, p50 and the longest recovery in seconds; `late` never recovered, or took longer than a single fault may."""
    seconds = [fault.recovery for fault in faults if fault.recovery is not None]
    late = sum(map(_late, faults))
    figures = {"p50_s": round(median(seconds), 2), "max_s": round(max(seconds), 2)} if seconds else {"p50_s": None, "max_s": None}
    return {"count": len(faults), **figures, "late": late}


def _late(fault: Fault) -> bool:
    if fault.recovery is None:
        return True
    return fault.kind != "kill-all" and fault.recovery > BAR
