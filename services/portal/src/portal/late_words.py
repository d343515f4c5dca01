"""What is said of a delay besides its sentence: who was told, how late it was noticed, and which legs ran over."""

from collections.abc import Callable
from typing import Any

from portal import format
from portal.web.phrases import HELD, LATE, NO_OVERRUN, OVERRUN, TOLD

type Names = Callable[[str], str]

_DAY = 24 * 60  # minutes; how late the system was is told by the clock, not in working time


def notes(body: dict[str, Any], names: Names, lang: str) -> list[str]:
    """`đã báo thủ trưởng`, `báo trễ 12 phút`; none where nobody is named and nothing was late."""
    told, late = _told(body, names, lang), int(body.get("late_seconds") or 0)
    length = format.working_words(max(1, late // 60), _DAY, lang)
    return [told] * bool(told) + [LATE[lang != "vi"].format(length=length)] * bool(late)


def _told(body: dict[str, Any], names: Names, lang: str) -> str:
    told = body.get("told") or {}
    person, agency = told.get("person", ""), told.get("agency", "")
    if person == "officer" and not told.get("officer"):
        return ""  # nobody was given it yet: there was no one to remind
    elsewhere = f"{person}/elsewhere" if agency != body.get("agency") else person
    words = TOLD.get(elsewhere) or TOLD.get(person, ("", ""))
    return words[lang != "vi"].format(agency=names(agency), officer=told.get("officer", ""))


def overruns(body: dict[str, Any], names: Names, lang: str) -> str:
    """At a breach: each leg that had used more than its share, the worst first."""
    legs = body.get("legs")
    found = [(leg["used"] - leg["granted"], leg["agency"]) for leg in legs] if isinstance(legs, list | tuple) else []
    found = found or [(int(body.get("over") or 0), str(body.get("agency", "")))]
    over = sorted(((minutes, agency) for minutes, agency in found if minutes > 0), reverse=True)
    if over:
        said = (OVERRUN[lang != "vi"].format(agency=names(a), over=format.working_words(m, lang=lang)) for m, a in over)
        return ", ".join(said)
    return (NO_OVERRUN if legs else HELD)[lang != "vi"].format(agency=names(str(body.get("agency", ""))))
