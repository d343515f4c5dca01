"""A plan of who follows whom: read from a file, completed from the catalogue, and every fault named at once."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue, Succession
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lienthong_local.failure import StackError


class Written(BaseModel):
    """What a plan's file says: the decision, predecessors with their successors, and whose agencies the catalogue's own tree names."""

    model_config = ConfigDict(extra="forbid")

    decision_no: str = Field(min_length=1)
    agencies: dict[str, str] = Field(default_factory=dict)
    from_catalogue: tuple[str, ...] = ()


def read(path: Path) -> Written:
    """The file. Raises StackError for one that is no plan."""
    try:
        return Written.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError as fault:
        raise StackError(f"{path}: {fault.strerror}") from None
    except yaml.YAMLError as fault:
        raise StackError(f"{path} isn't YAML: {' '.join(str(fault).split())[:500]}") from None
    except (UnicodeDecodeError, RecursionError, OverflowError):
        raise StackError(f"{path} isn't YAML") from None
    except ValidationError as fault:
        said = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'plan'}: {e['msg']}" for e in fault.errors())
        raise StackError(f"{path} is no plan: {said[:1000]}") from None
    except ValueError as fault:  # a 30th of February is neither
        raise StackError(f"{path} isn't YAML: {str(fault)[:200]}") from None


def settled(written: Written, on: date, catalogue: Catalogue, today: date | None = None) -> Succession:
    """The whole plan, carried out `today`, or on its day. Raises StackError with everything that is wrong with it."""
    day = max(on, today or on)  # whoever followed may have ceased since
    agencies = {**_of_catalogue(written.from_catalogue, on, catalogue, day), **written.agencies}
    faults = [*_unknown(written, catalogue), *(fault for pair in agencies.items() for fault in _faults(*pair, agencies, day, catalogue))]
    if faults or not agencies:
        raise StackError("the plan can't be carried out:\n  " + "\n  ".join(faults or ["no agency ceases"]))
    return Succession(on=on, decision_no=written.decision_no, agencies=agencies)


def _of_catalogue(tops: tuple[str, ...], on: date, catalogue: Catalogue, day: date) -> dict[str, str]:
    """Every agency at or under these that ended with the day before, and who acts for it on that `day`; "" where nobody is named."""
    before = catalogue.every_in_force(AgencyPublished, on - timedelta(days=1))
    parents = {agency.id: agency.parent for agency in before}
    ceased = [a for a in before if set(tops) & set(_line(a.id, parents)) and not catalogue.in_force(AgencyPublished, a.id, on)]
    followers = {agency.id: catalogue.follower(agency.id, day) for agency in ceased}
    return {agency: "" if after == agency else after for agency, after in followers.items()}


def _line(agency: str, parents: dict[str, str | None]) -> Iterator[str]:
    at: str | None = agency
    while at:
        yield at
        at = parents.get(at)


def _unknown(written: Written, catalogue: Catalogue) -> Iterator[str]:
    for top in written.from_catalogue:
        if catalogue.latest(AgencyPublished, top) is None:
            yield f"from_catalogue: there is no agency {top}"


def _faults(gone: str, after: str, agencies: dict[str, str], on: date, catalogue: Catalogue) -> Iterator[str]:
    known = catalogue.latest(AgencyPublished, gone)
    if known is None:
        yield f"{gone}: there is no such agency"
    elif catalogue.in_force(AgencyPublished, gone, on):
        yield f"{gone} ({known.name}) is still in force on {on}: let its end be approved first (POST /proposals)"
    if not after:
        yield f"{gone}: the catalogue names nobody to follow it; name the successor under `agencies`"
    elif after in agencies:
        yield f"{gone} → {after}: the successor ceases by the same plan"
    else:
        yield from _faults_of_heir(f"{gone} → {after}", known, catalogue.in_force(AgencyPublished, after, on), on)


def _faults_of_heir(pair: str, known: AgencyPublished | None, heir: AgencyPublished | None, on: date) -> Iterator[str]:
    if heir is None:
        yield f"{pair}: the successor isn't in force on {on}"
    elif known and "desk" in known.roles and "desk" not in heir.roles:
        yield f"{pair}: a one-stop desk can only be followed by another"


def written_from(tops: tuple[str, ...], on: date, decision_no: str, catalogue: Catalogue) -> dict[str, Any]:
    """A plan's file from the catalogue alone, to be looked through and altered before it is carried out."""
    return {"decision_no": decision_no, "agencies": _of_catalogue(tops, on, catalogue, on)}
