"""A dossier reckoned by walking: each working minute goes to whoever has it then, with nothing of sla-monitor's own arithmetic."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from lienthong_calendar import VIET_NAM

DESK = "H32.41"
AGENCIES = {"appraise": "H32.41.KT", "tax": "TCT.32", "certify": "H32.41.KT"}


class Shadow:
    """Follows the same facts; `stretches` are (from, to, calendar, owners, legs running)."""

    def __init__(self, deemed, calendar):
        self.begun = self.now = deemed
        self.calendar, self.pause, self.over = calendar, None, False
        self.legs, self.waiting, self.stretches = set(), {}, []

    def until(self, instant):
        """Time goes by; a service's clock that is behind takes nothing back."""
        if instant > self.now and not self.over:
            self.stretches.append((self.now, instant, self.calendar, self.owners, self.pause is None and frozenset(self.legs)))
            self.now = instant

    @property
    def owners(self):
        if self.pause:
            return [f"pause {self.pause}"]
        first = min(self.waiting.items(), key=lambda sent: (sent[1][1], sent[0]), default=(None, (DESK, None)))
        return sorted(f"leg {AGENCIES[leg]} {leg}" for leg in self.legs) or [f"wait {first[1][0]} "]

    def walk(self):
        """Minutes by account, by leg, and altogether."""
        accounts, legs, total = defaultdict(Fraction), defaultdict(int), 0
        for since, until, calendar, owners, running in self.stretches:
            minutes = sum(1 for _ in worked(since, until, calendar))
            total += minutes
            for owner in owners:
                accounts[owner] += Fraction(minutes, len(owners))
            for leg in running or ():
                legs[leg] += minutes
        return accounts, legs, total


def worked(since, until, calendar):
    """Each minute of work that ends after `since` and not after `until`, counted on the wall clock's minutes."""
    minute = since.astimezone(VIET_NAM).replace(second=0, microsecond=0)
    last = until.astimezone(VIET_NAM).replace(second=0, microsecond=0)
    while minute < last:
        windows = calendar.windows(minute.date())
        of_day = minute.hour * 60 + minute.minute
        if any(start <= of_day < end for start, end in windows):
            yield minute
            minute += timedelta(minutes=1)
        else:
            to_come = [start for start, _ in windows if start > of_day]
            minute += timedelta(minutes=(to_come[0] if to_come else 24 * 60) - of_day)
