"""sla-monitor's budgets held against what the log tells of them: every word it said must follow, and nothing else be kept (ADR 0028)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from lienthong_runtime import Catalogue, Context
from lienthong_runtime.decision import Seen
from sla_monitor.domain.budget import Budget
from sla_monitor.retelling import Line, Untellable, differing, retold

from lienthong_local.verify.reads import READS
from lienthong_local.verify.report import Report
from lienthong_local.verify.rows import Stored
from lienthong_local.verify.topics import Sent

OWN = "sla-monitor"
INSTANT = timedelta(microseconds=1)
NEVER, FOR_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class NotYet(Exception):
    """Part of what the row knows or said isn't on the log."""


class Kept(Protocol):
    """A row of sla-monitor's."""

    @property
    def issued(self) -> int:
        """The last number given to a word of its own."""

    @property
    def seen(self) -> Mapping[str, Seen]:
        """The last fact that was read of each source."""

    @property
    def state(self) -> Budget | None:
        """The budget."""


def logs(events: Iterable[Sent]) -> dict[UUID, list[Sent]]:
    """What sla-monitor reads and says, by dossier, in its order on the log; what a relay sent twice once."""
    found: dict[UUID, dict[tuple[str, str, int], Sent]] = defaultdict(dict)
    for sent in events:
        if sent.envelope.source == OWN or sent.envelope.kind in READS[OWN]:
            found[UUID(sent.envelope.subject)].setdefault(sent.key, sent)
    return {dossier_id: [*sents.values()] for dossier_id, sents in found.items()}


def told(kept: Kept, log: Sequence[Sent], context: Context) -> Budget | None:
    """The budget that the log tells of as much as the row knows and said. Raises NotYet, Untellable."""
    numbers = {source: seen.number for source, seen in kept.seen.items()} | {OWN: kept.issued}
    heard = [sent for sent in log if sent.envelope.number <= numbers.get(sent.envelope.source, 0)]
    ends = {sent.envelope.source: sent.envelope.number for sent in sorted(heard, key=lambda sent: sent.envelope.number)}
    if ends != {source: number for source, number in numbers.items() if number}:
        raise NotYet
    # Time has acted, as far as it could without a word, until before the row's next timer.
    wakes = kept.state.next_timer if kept.state else None
    whole = retold(lines(heard), context, wakes - INSTANT if wakes else FOR_EVER)
    if whole.facts < sum(sent.envelope.source != OWN for sent in heard):
        raise Untellable
    return whole.budget


def lines(log: Sequence[Sent]) -> list[Line]:
    """The log as sla-monitor tells it again."""
    return [Line(sent.event, sent.envelope.source == OWN) for sent in log]


def check_retold(stored: Stored, events: Iterable[Sent], catalogue: Catalogue, report: Report) -> None:
    """Note every budget that isn't what the log tells; one whose log isn't whole is somebody else's to note."""
    log = logs(events)
    for dossier_id, row in stored.rows.items():
        context = Context(NEVER, catalogue, UUID(dossier_id))
        try:
            other = differing(row.state, told(row, log.get(UUID(dossier_id), []), context), context)
        except NotYet:
            continue
        except Untellable:
            other = ["nhật ký không kể lại được"]
        if other:
            report.add("budget_untold", OWN, dossier_id, ", ".join(other))
