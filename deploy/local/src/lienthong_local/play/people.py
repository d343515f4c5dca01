"""Citizens and their submissions, drawn from a seed: the same seed, the same lives."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Chamaléa", "Pinăng", "Katơr")
_MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Đức", "Hữu", "Thuỳ")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Hạnh", "Khánh", "Lan", "Phúc", "Quỳnh", "Tâm", "Vy", "Yến")
_PHONES = ("032", "035", "070", "081", "086", "090", "093", "096", "098")


@dataclass(frozen=True, slots=True)
class Life:
    """What will happen to a dossier: when it comes, what it asks for, and how the people in it behave."""

    number: int
    at: datetime
    submission: dict[str, Any]
    neglected: bool = False  # the resolving agency lets the date pass
    refused_once: bool = False  # the first hand-over comes back
    supplemented: bool = False  # the agency finds a paper missing
    withdrawn: bool = False
    pace: float = 0.5  # the part of its share that each agency takes


def desks_of(agencies: list[dict[str, Any]]) -> list[str]:
    """The one-stop desks of the province that is played, Khánh Hoà and before it Ninh Thuận, as intake lists them."""
    return sorted(agency["id"] for agency in agencies if "desk" in agency["roles"] and agency["id"].startswith(("H32", "H43")))


def lives(count: int, seed: int, instants: list[datetime], procedures: list[dict[str, Any]], desks: list[str]) -> list[Life]:
    """That many lives over these instants; every procedure comes up. Procedures and desks as intake lists them."""
    dice = random.Random(seed)
    order = [procedures[n % len(procedures)] for n in range(count)]
    dice.shuffle(order)
    weights = [max(1, len(instants) - n) for n in range(len(instants))]  # more come early in the week
    arrivals = sorted(dice.choices(instants, weights, k=count))
    return [_life(n, at, procedure, desks, dice) for n, (at, procedure) in enumerate(zip(arrivals, order, strict=True))]


def _life(number: int, at: datetime, procedure: dict[str, Any], desks: list[str], dice: random.Random) -> Life:
    short = procedure["term"] in ("sameday", "1wd", "2wd", "3wd")
    fate = dice.random()
    return Life(
        number, at, submission(number, procedure, dice.choice(desks), dice),
        neglected=short and fate < 0.12,
        refused_once=0.12 <= fate < 0.18,
        supplemented=0.18 <= fate < 0.24 and not short,
        withdrawn=0.24 <= fate < 0.27,
        pace=dice.uniform(0.2, 0.7),
    )  # fmt: skip


def _reached(number: int, mobile: str) -> dict[str, str]:
    """By mobile phone and e-mail; one in forty has only a telephone at home, and has to be called."""
    if number % 40 == 7:
        return {"phone": f"0258{3800000 + number}"}
    return {"phone": mobile, "email": f"nguoi.dan.{number}@example.vn"}


def submission(number: int, procedure: dict[str, Any], desk: str, dice: random.Random) -> dict[str, Any]:
    """A submission's body, whole and correct."""
    applicant = "person" if procedure["who"] == "both" else procedure["who"]
    return {
        "procedure": procedure["id"],
        "channel": dice.choice([c for c in procedure["channels"] if c != "post"] or procedure["channels"]),
        "desk": desk,
        "applicant": applicant,
        **({"organisation": f"Hợp tác xã số {number}"} if applicant == "organisation" else {}),
        "name": f"{dice.choice(_FAMILY)} {dice.choice(_MIDDLE)} {dice.choice(_GIVEN)}",
        **_reached(number, f"{dice.choice(_PHONES)}{dice.randrange(10_000_000):07d}"),
        "papers": [paper["id"] for paper in procedure["papers"] if paper["required"]],
        "officer": f"mc{dice.randrange(1, 5)}",
    }
