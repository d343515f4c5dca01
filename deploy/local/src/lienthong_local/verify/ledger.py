"""The ledger held against the topics, against its own chain, and against the seals of its days."""

from bisect import bisect_right
from collections import defaultdict
from typing import Any

from portal.domain.chain import Entry, entry_hash, root, seal_hash

from lienthong_local.verify.report import Report
from lienthong_local.verify.rows import Ledger
from lienthong_local.verify.topics import Sent


def check_ledger(events: dict[tuple[str, str, int], Sent], ledger: Ledger, report: Report) -> None:
    """Note what is missing, more than was sent, altered by as much as a byte, or out of its chain."""
    entries = {(str(e.dossier_id), e.source, e.number): e for e in ledger.entries}
    for key in events.keys() - entries.keys():
        report.add("missing_from_ledger", key[1], key[0], f"{events[key].envelope.kind} {key[2]}")
    for key in entries.keys() - events.keys():
        report.add("not_on_topic", key[1], key[0], f"{entries[key].kind} {key[2]}")
    for key in entries.keys() & events.keys():
        if _altered(entries[key], events[key]):
            report.add("altered", "portal", key[0], f"{entries[key].kind} {key[2]}")
    _chain(ledger.entries, report)
    _seals(ledger, report)


def _altered(entry: Entry, sent: Sent) -> bool:
    envelope = sent.envelope
    kept = (entry.event_id, entry.kind, entry.recorded_at, entry.body)
    return kept != (envelope.id, envelope.kind, envelope.recorded_at, sent.body)


def _chain(ledger: list[Entry], report: Report) -> None:
    last: dict[Any, bytes] = defaultdict(bytes)
    for entry in ledger:
        if entry.prev != last[entry.dossier_id] or entry.hash != entry_hash(last[entry.dossier_id], *entry[:7]):
            report.add("chain_broken", "portal", str(entry.dossier_id), f"{entry.kind} {entry.number}")
        last[entry.dossier_id] = entry.hash


def _seals(ledger: Ledger, report: Report) -> None:
    """A chain made anew from its first entry on is whole again: the seals of its days are not."""
    prev, after = b"", 0
    for seal in ledger.seals:
        day = slice(bisect_right(ledger.places, after), bisect_right(ledger.places, seal["last_seq"]))
        sealed = [entry.hash for entry in ledger.entries[day]]
        top = root(sealed)
        expected = (prev, len(sealed), top, seal_hash(prev, seal["closed_on"], len(sealed), top))
        if expected != (seal["prev"], seal["entries"], seal["root"], seal["hash"]):
            report.add("seal_broken", "portal", "", f"{seal['closed_on']}: {seal['entries']} / {len(sealed)}")
        prev, after = seal["hash"], seal["last_seq"]
