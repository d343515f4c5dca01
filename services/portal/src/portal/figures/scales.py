"""The scores of TT 01/2018 as they are asked for: what the database counts, and the words of each indicator."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lienthong_contracts import ProcedurePublished
from lienthong_runtime import Actor, seeing_as

from portal.figures import scores, store
from portal.figures.report_766 import PARTS
from portal.figures.scope import desks
from portal.figures.scores import Mark, Procedures, Score
from portal.figures.views import Chosen, Scales
from portal.web.report_words import INDICATORS
from portal.windows import Windows


async def scales(windows: Windows, reader: Actor, wish: Chosen) -> Scales:
    """The scores of a period."""
    catalogue = windows.parts.catalogue
    async with seeing_as(windows.parts.pool, reader, catalogue) as connection:
        of = desks(catalogue, wish.agency)
        found = await store.cells(connection, of, *wish.period)
        done, legs = await store.done(connection, of, *wish.period), await store.legs(connection, of, *wish.period)
    cells = {key: sum(row[key] for row in found) for key in ("online", "direct", "late", "open_late")}
    ended: dict[str, int] = defaultdict(int)
    for row in legs:
        ended[row["ended"]] += row["n"]
    made = scores.agency([row for row in done if row["officer"] == ""], ended, cells, procedures(windows, wish))
    return Scales(made, tuple(_officers(done, legs)))


def procedures(windows: Windows, wish: Chosen) -> Procedures:
    """The catalogue's part in a period's figures, as of its end or of tomorrow."""
    day = min(wish.period.until, windows.parts.today + timedelta(days=1))
    found = windows.parts.catalogue.every_in_force(ProcedurePublished, day)
    whole = sum(1 for procedure in found if all(getattr(procedure, part) for part in PARTS))
    return Procedures(len(found), whole, sum(1 for procedure in found if "online" in procedure.channels))


def _officers(done: list[Any], legs: list[Any]) -> list[tuple[str, str, Score]]:
    of_dossiers, of_legs = defaultdict[tuple[str, str], list[Any]](list), defaultdict[tuple[str, str], dict[str, int]](dict)
    for row in done:
        if row["officer"]:
            of_dossiers[row["agency"], row["officer"]].append(row)
    for row in legs:
        if row["officer"]:
            of_legs[row["agency"], row["officer"]][row["ended"]] = row["n"]
    made = [(*key, scores.officer(of_dossiers[key], of_legs[key])) for key in sorted(of_dossiers)]
    return sorted(made, key=lambda one: -one[2].points)


def lines(score: Score, lang: str = "vi") -> list[Mapping[str, Any]]:
    """A score's indicators with their words: the name, and the formula, or why nothing tells of it."""
    return [_line(mark, lang) for mark in score.marks]


def as_json(made: Scales, wish: Chosen) -> dict[str, Any]:
    """The scores for programs."""
    officers = [{"agency": agency, "officer": officer, **_score(score)} for agency, officer, score in made.officers]
    return {"from": wish.period.since, "until": wish.period.until, "agency": wish.agency, **_score(made.agency), "officers": officers}


def _score(score: Score) -> dict[str, Any]:
    return {"points": score.points, "measured": score.measured, "most": score.most, "band": score.band, "lines": lines(score)}


def _line(mark: Mark, lang: str) -> Mapping[str, Any]:
    name, formula = (pair[lang == "en"] for pair in INDICATORS[mark.number])
    return {"number": mark.number, "name": name, "most": scores.MOST, "points": mark.points, "part": mark.part, "whole": mark.whole,
            "formula": formula}  # fmt: skip
