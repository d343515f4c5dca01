"""The country as a load: as many provinces and communes as there are, a day's hours with their peaks, and how people hand in.

Names and codes of the agencies are samples by number; how many there are is published (domain.md §1.1).
"""

import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from lienthong_local.year.announced import SOURCE, dump, templates

PROVINCES, COMMUNES = 34, 3321
SINCE = date(2025, 7, 1)  # provinces and communes, no districts
# Dossiers an hour as parts of a day's: desks open 7:30-11:30 and 13:30-17:00; online ones come at noon and in the evening too.
HOURS = {7: 4, 8: 17, 9: 18, 10: 14, 11: 6, 12: 2, 13: 7, 14: 13, 15: 10, 16: 6, 17: 1, 18: 1, 19: 1}
# Of those localities that published both: (3.585 + 5 × 5.000 + 302) online of (16.077 + 5 × 7.000 + 1.487), S0-11, S1-05, S3-24 and S3-25.
CHANNELS = {"counter": 45, "online": 55}


def write(folder: Path) -> None:
    """The catalogue of the whole country, anew: the house's procedures and routes, and every agency of 34 provinces."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("agencies"))
    (folder / "agencies").mkdir()
    dump(folder / "agencies" / "nation.yml", [*templates(), *_groups()])
    for file in [file for name in ("procedures", "routes") for file in sorted((folder / name).glob("*.yml"))]:
        dump(file, [_as_of(entry) for entry in yaml.safe_load(file.read_text("utf-8")) if entry.get("valid_to", date.max) > SINCE])


def _as_of(entry: dict[str, Any]) -> dict[str, Any]:
    """What held before, held by agencies that aren't in this country: from its first day on by its own."""
    return entry | {"valid_from": max(entry["valid_from"], SINCE)}


def _groups() -> Iterator[dict[str, Any]]:
    yield {"like": "tỉnh hai cấp", "valid_from": SINCE, "rows": [[f"H{n:02d}", "tỉnh", f"số {n}"] for n in range(1, PROVINCES + 1)]}
    rows = [[f"H{n % PROVINCES + 1:02d}.{n // PROVINCES + 1:03d}", "xã", f"số {n + 1}"] for n in range(COMMUNES)]
    yield {"like": "xã hai cấp", "valid_from": SINCE, "rows": sorted(rows)}


def arrivals(rate: float, seconds: float, dice: random.Random) -> Iterator[float]:
    """Seconds at which dossiers come, `rate` a second on average, over a day that is lived in so many seconds."""
    hours, whole = list(HOURS), sum(HOURS.values())
    busiest, now = max(HOURS.values()) * len(hours) / whole * rate, 0.0
    while (now := now + dice.expovariate(busiest)) < seconds:
        hour = hours[int(now / seconds * len(hours))]
        if dice.random() < HOURS[hour] / max(HOURS.values()):
            yield now


def channel(allowed: list[str], dice: random.Random) -> str:
    """How somebody hands in, among the ways that the procedure is taken."""
    known = [one for one in CHANNELS if one in allowed]
    return dice.choices(known, [CHANNELS[one] for one in known])[0]
