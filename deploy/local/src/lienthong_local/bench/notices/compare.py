"""Compares what was due with what the providers have: lost, doubled, and what nobody asked for."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from lienthong_local.bench.notices.kept import Kept, Mark, sms_mark

type Key = tuple[UUID, str]  # a dossier, and the message's key within it
CUT = timedelta(seconds=2)  # what a provider took so shortly before it was killed may have gone unanswered


@dataclass(slots=True)
class Comparison:
    """`arrivals` are the instants at which each due message came, by whom; `strange` counts those that match none."""

    lost: list[Key] = field(default_factory=list)
    arrivals: dict[Key, list[Kept]] = field(default_factory=dict)
    strange: int = 0

    def doubled(self) -> Counter[str]:
        """Copies beyond the first, by the provider that got the copy."""
        return Counter(kept.provider for copies in self.arrivals.values() for kept in copies[1:])

    def doubled_by_a_cut(self, deaths: Iterable[datetime]) -> int:
        """Those of them whose first copy came just before its provider died, so that its answer was cut off."""
        instants = list(deaths)
        first = [copies[0].at for copies in self.arrivals.values() for _ in copies[1:]]
        return sum(any(death - CUT <= at <= death + CUT for death in instants) for at in first)

    def first(self, channel: str) -> dict[Key, datetime]:
        """When each message of a channel first arrived."""
        return {key: copies[0].at for key, copies in self.arrivals.items() if key[1].endswith(f"/{channel}")}

    def by_provider(self) -> dict[str, int]:
        """How many messages each took first."""
        return dict(Counter(copies[0].provider for copies in self.arrivals.values()))


def compare(due: Mapping[Key, str], kept: Iterable[Kept]) -> Comparison:
    """`due` gives each message's address: an e-mail's, or a number as E.164.

    An SMS is known by sixteen bits and its number, so one in eleven thousand dossiers has two that look alike: each of them gets one.
    """
    found, marked = defaultdict[Key, list[Kept]](list), defaultdict[Mark, list[Key]](list)
    for key, address in due.items():
        for mark in marks_of(key, address):
            marked[mark].append(key)
    outcome = Comparison()
    for one in sorted(kept, key=lambda one: one.at):
        if one.mark in marked:
            found[min(marked[one.mark], key=lambda key: len(found.get(key, ())))].append(one)
        else:
            outcome.strange += 1
    outcome.arrivals = dict(found)
    outcome.lost = [key for key in due if key not in found]
    return outcome


def marks_of(key: Key, address: str) -> list[Mark]:
    """By what the message is known at each provider that may get it (`reference_of` of the notifier, and its SMPP number)."""
    reference = str(uuid5(*key))
    by_number = [sms_mark(address, zlib.crc32(reference.encode()) & 0xFFFF)] if key[1].endswith("/sms") else []
    return [(reference,), *by_number]
