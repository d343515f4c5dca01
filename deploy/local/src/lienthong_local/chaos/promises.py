"""What clients were promised by a 2xx, held against what the services keep: nothing less, and nothing more."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from lienthong_local.play.desk import Given

# What each command of the load makes true, once for each time that it was promised; a leg with a result ends by its issue.
MAKES = {
    "dossiers": "DossierReceived", "acknowledge": "HandOverAcknowledged", "assign": "OfficerAssigned", "complete": "LegCompleted",
    "propose": "ResultProposed", "approve": "ResultApproved", "sign": "ResultSigned", "number": "ResultNumbered",
    "issue": "LegCompleted", "return": "ResultReturned", "documents": "DocumentAttached",
}  # fmt: skip
AT_MOST_ONCE = ("DossierReceived", "JourneyPlanned", "ResultIssued", "ResultReturned")


@dataclass(frozen=True, slots=True)
class Promise:
    """One answer: by whom, under which key, about which dossier in which version; its body as a digest, for it names people."""

    service: str
    act: str
    key: str
    dossier_id: str
    version: int
    answer: str


class Kept(NamedTuple):
    """What is there: answers by service and key, each dossier's version by service, and how often a kind of event happened to each."""

    answers: Mapping[tuple[str, str], str]
    versions: Mapping[tuple[str, str], int]
    events: Mapping[tuple[str, str], int]


@dataclass(slots=True)
class Broken:
    """Each broken promise, in words: what isn't there, and what is there more often than it was asked for."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


class Promises:
    """Every answer that any client of the run was given, and each citizen's number, which nobody but intake knows."""

    def __init__(self) -> None:
        self.made, self.phones = list[Promise](), dict[UUID, str]()
        self.papers = set[tuple[str, str]]()  # dossier and SHA-256

    def hear(self, given: Given) -> None:
        """A service answered 2xx."""
        said = json.loads(given.answer)
        act, dossier_id = given.path.rpartition("/")[2], said["dossier_id"]
        self.made.append(Promise(given.service, act, given.key, dossier_id, said["version"], digest(given.answer)))
        if act == "dossiers":
            self.phones[UUID(dossier_id)] = "+84" + given.asked.get("phone", "")[1:]
        elif act == "documents":
            self.papers.add((dossier_id, given.asked["sha256"]))


def digest(body: bytes) -> str:
    """What makes two answers the same; not the status: an upload is kept as a 200 and answered as a 201."""
    return hashlib.sha256(body).hexdigest()


def compare(promises: Iterable[Promise], kept: Kept) -> Broken:
    """Every promise's answer stands under its key, its dossier is at least that far, and its effect happened as often as promised."""
    broken, asked = Broken(), Counter[tuple[str, str]]()
    for promise in promises:
        if fault := _fault(promise, kept):
            broken.lost.append(f"{promise.service} {promise.act} {promise.dossier_id}: {fault}")
        asked[promise.dossier_id, MAKES[promise.act]] += 1
    made = {key: count for key, count in kept.events.items() if key[1] in MAKES.values()}
    for key in sorted(asked.keys() | made.keys()):
        _count(key, asked[key], made.get(key, 0), broken)
    again = (key for key, count in kept.events.items() if key[1] in AT_MOST_ONCE and count > 1 and key not in made)
    broken.doubled.extend(f"{kind} {dossier_id}: happened {kept.events[dossier_id, kind]} times" for dossier_id, kind in sorted(again))
    return broken


def compare_papers(promised: Iterable[tuple[str, str]], listed: Mapping[tuple[str, str], str]) -> list[str]:
    """Files that were taken and aren't there, or not as they were; `listed` has what rows list, with the hash of what lies there."""
    lost = [f"{dossier_id} {sha256[:12]}: no dossier lists it" for dossier_id, sha256 in promised if (dossier_id, sha256) not in listed]
    altered = [(key, found) for key, found in listed.items() if found != key[1]]
    return sorted(lost) + [f"{key[0]} {key[1][:12]}: {'the file is altered' if found else 'the file is gone'}" for key, found in altered]


def _fault(promise: Promise, kept: Kept) -> str:
    answer = kept.answers.get((promise.service, promise.key))
    if answer != promise.answer:
        return "no answer stands under its key" if answer is None else "another answer stands under its key"
    version = kept.versions.get((promise.service, promise.dossier_id), 0)
    return "" if version >= promise.version else f"version {promise.version} was promised, {version} is kept"


def _count(key: tuple[str, str], asked: int, made: int, broken: Broken) -> None:
    if asked != made:
        where = broken.lost if made < asked else broken.doubled
        where.append(f"{key[1]} {key[0]}: promised {asked} times, happened {made} times")
