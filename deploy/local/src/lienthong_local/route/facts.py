"""Knows a drawn route as data."""

from typing import Any

from intake.route_sums import in_days, leg_minutes

from lienthong_local.route.asked import Asked, Use


def facts(asked: Asked) -> dict[str, Any]:
    """The route, its legs with the agencies around the desk and the time they run, and who uses it; days are working days."""
    ends = asked.ends
    legs = [
        {**leg.model_dump(mode="json"), "begins_wd": _days(ends[leg.leg] - leg_minutes(leg)), "ends_wd": _days(ends[leg.leg])}
        for leg in asked.legs
    ]
    agencies = {role: {"id": agency.id, "name": agency.name} for role, agency in asked.names.items()}
    return {
        **asked.route.model_dump(mode="json"), "on": asked.day.isoformat(), "chosen": asked.chosen, "legs": legs,
        "agencies": agencies, "longest_wd": _days(asked.longest), "procedures": [_use(use, asked) for use in asked.uses],
    }  # fmt: skip


def _use(use: Use, asked: Asked) -> dict[str, Any]:
    entry = use.procedure
    return {"id": entry.id, "entry_version": entry.entry_version, "name": entry.name, "case": use.case or None, "term": use.term,
            "holds_wd": _days(use.holds), "fits": asked.longest <= use.holds}  # fmt: skip


def _days(minutes: int) -> float:
    return float(in_days(minutes).removesuffix("wd"))
