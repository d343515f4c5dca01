"""The heads and officers who are written to in a play: one head and one officer for each agency of the province."""

import asyncio
from typing import Any

from lienthong_local.play.desk import Desk

HEAD = "ld1"


def officer_of(agency: str) -> str:
    """The one who is given an agency's legs."""
    return f"cb{sum(map(ord, agency)) % 7 + 1}"


async def register_staff(desk: Desk, agencies: list[dict[str, Any]]) -> None:
    """Enter them in intake's register, as an administrator."""
    ours = [agency["id"] for agency in agencies if agency["id"].startswith(("H32", "H43", "TCT"))]
    await asyncio.gather(*(desk.enter(agency, *one) for agency in ours for one in ((HEAD, "head"), (officer_of(agency), "officer"))))
