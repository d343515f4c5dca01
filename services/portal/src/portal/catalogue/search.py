"""How a procedure is found: by words with or without their marks, the title before everything else."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lienthong_contracts import ProcedurePublished

from portal.catalogue.synonyms import EVERYDAY
from portal.folding import folded
from portal.web.fields import field_name

_WORD = re.compile(r"\w+")
# What a word found in each part is worth; a whole word counts more than the beginning of one.
_WORTH = {"title": 10, "other": 5, "field": 4, "result": 3, "papers": 1}
_LEAST = 3  # letters, for the beginning of a word
_WHOLE, _PHRASE, _MARKS, _MEANT, _SHORT = 2, 12, 2, 6, 10


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure as it is searched: its words by the part they stand in."""

    procedure: ProcedurePublished
    parts: dict[str, tuple[str, ...]]
    title: str
    marked: frozenset[str]


def entry(procedure: ProcedurePublished) -> Entry:
    """A procedure made ready to be found."""
    texts = {
        "title": procedure.name,
        "other": f"{procedure.id} {procedure.name_en} {' '.join(case.name for case in procedure.cases)}",
        "field": f"{field_name(procedure.field)} {procedure.level}",
        "result": f"{procedure.result} {procedure.authority} {' '.join(result.name for result in procedure.results)}",
        "papers": " ".join(paper.name for paper in procedure.papers),
    }
    marked = _WORD.findall(unicodedata.normalize("NFC", procedure.name).casefold())
    return Entry(procedure, {part: tuple(words(text)) for part, text in texts.items()}, f" {' '.join(words(procedure.name))} ",
                 frozenset(marked))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first; `nearest` where no procedure has all the words, and these have most of them."""

    procedures: tuple[ProcedurePublished, ...]
    nearest: bool = False


def found(entries: Sequence[Entry], asked: str) -> Found:
    """The procedures that somebody asks for; all of them, by name, when nothing is asked."""
    wanted, marked = words(asked), frozenset(_WORD.findall(unicodedata.normalize("NFC", asked).casefold()))
    if not wanted:
        return Found(tuple(sorted((e.procedure for e in entries), key=lambda p: folded(p.name))))
    meant = [f" {' '.join(words(title))} " for said, title in EVERYDAY if f" {' '.join(words(said))} " in f" {' '.join(wanted)} "]
    scored = [(_score(e, wanted, marked, meant), e) for e in entries]
    whole = [(score, e) for (score, met), e in scored if met == len(wanted)]
    some = [(score, e) for (score, met), e in scored if met * 2 >= len(wanted) and score >= _WORTH["title"]]
    return Found(_ranked(whole or some), nearest=bool(some) and not whole)


def _ranked(scored: Sequence[tuple[int, Entry]]) -> tuple[ProcedurePublished, ...]:
    return tuple(e.procedure for _, e in sorted(scored, key=lambda pair: (-pair[0], folded(pair[1].procedure.name))))


def _score(e: Entry, wanted: Sequence[str], marked: frozenset[str], meant: Sequence[str]) -> tuple[int, int]:
    """What the entry is worth, and how many of the words it has."""
    worth = [_worth(e, word) for word in wanted]
    said = sum(1 for title in meant if all(f" {word} " in e.title for word in title.split()))
    total = sum(worth) + (_PHRASE if f" {' '.join(wanted)} " in e.title else 0) + _MARKS * len(marked & e.marked)
    total += _SHORT * len(set(wanted) & set(e.parts["title"])) // len(e.parts["title"] or "-")
    # Whoever says it in other words has said all of it.
    return total + said * _MEANT * len(wanted), len(wanted) if said else sum(1 for w in worth if w)


def _worth(e: Entry, word: str) -> int:
    """A word's worth by the best part that it stands in."""
    return max((_WORTH[part] * (_WHOLE if word in known else 1) for part, known in e.parts.items()
                if any(_begins(one, word) for one in known)), default=0)  # fmt: skip


def _begins(known: str, word: str) -> bool:
    # Half of all words begin with one of two letters: "so do" would find everything that has số and đối.
    return known == word or (len(word) >= _LEAST and known.startswith(word))
