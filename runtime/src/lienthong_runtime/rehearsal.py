"""A dry run: what handling a dossier's set-aside letters again would come to, step by step, with nothing written and nothing sent."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec

from lienthong_runtime import dead_letters
from lienthong_runtime.decision import Context, Row
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.records import Broken, Letter
from lienthong_runtime.transact import Transactor

MOST_CHANGES = 200  # of one step; more nobody reads


class Change(msgspec.Struct, frozen=True):
    """A value of the state before and after, by its path; None where there was or will be none."""

    path: str
    before: Any = None
    after: Any = None


class Step(msgspec.Struct, frozen=True):
    """What would become of one letter: applied, seen (it is in already), set_aside with its reason, or parked behind such a one."""

    letter: int
    kind: str
    source: str
    number: int
    result: str
    reason: str = ""
    changes: tuple[Change, ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    effects: int = 0


async def rehearse(transactor: Transactor, dossier_id: UUID) -> list[Step]:
    """The steps of a replay. The database itself refuses writing in this transaction."""
    async with transactor.pool.acquire() as connection, connection.transaction(readonly=True, isolation="repeatable_read"):
        row = await transactor.rows.look(connection, dossier_id)
        kept = await dead_letters.of_dossier(connection, dossier_id, lock=False)
    return steps(transactor.decider, row or Row(dossier_id), [transactor.reopen(letter) for letter in kept], transactor.context())


def steps(decider: Decider, row: Row[Any], letters: Sequence[Letter | Broken], context: Context) -> list[Step]:
    """The letters decided one after the other, as a replay does."""
    outcome, waiting, found = Outcome({row.dossier_id: row}), set[UUID](), []
    for letter in letters:
        before, counts, fault = outcome.rows[row.dossier_id], _counts(outcome), ""
        try:
            decider.decide_all(outcome, [letter], waiting, context)
        except Exception as bug:  # such a one is set aside by its name, too (consume.py bisects down to it)
            fault = type(bug).__name__
            waiting.add(row.dossier_id)
        found.append(_step(letter, outcome, before, counts, fault))
    return found


def _counts(outcome: Outcome) -> tuple[int, ...]:
    return len(outcome.applied), len(outcome.set_aside), len(outcome.outgoing), len(outcome.effects)


def _result(outcome: Outcome, counts: tuple[int, ...], fault: str) -> tuple[str, str]:
    if fault:
        return "set_aside", fault
    if aside := outcome.set_aside[counts[1] :]:
        return "parked" if aside[0].parked else "set_aside", aside[0].reason
    return "applied" if outcome.applied[counts[0] :] else "seen", ""


def _step(letter: Letter | Broken, outcome: Outcome, before: Row[Any], counts: tuple[int, ...], fault: str) -> Step:
    whole = letter.letter if isinstance(letter, Broken) else letter
    result, reason = _result(outcome, counts, fault)
    envelope = whole.envelope
    events = tuple({"kind": out.envelope.kind, "body": msgspec.json.decode(out.body)} for out in outcome.outgoing[counts[2] :])
    return Step(
        whole.dead_letter or 0, envelope.kind if envelope else "", envelope.source if envelope else "",
        envelope.number if envelope else 0, result, reason,
        tuple(differences(before.state, outcome.rows[before.dossier_id].state))[:MOST_CHANGES], events,
        len(outcome.effects) - counts[3],
    )  # fmt: skip


def differences(before: Any, after: Any) -> Iterator[Change]:
    """Where two states differ, by path, in the order of the later one."""
    old, new = dict(_leaves(msgspec.to_builtins(before))), dict(_leaves(msgspec.to_builtins(after)))
    for path in dict.fromkeys([*new, *old]):
        if path and old.get(path) != new.get(path):
            yield Change(path, old.get(path), new.get(path))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list | tuple) and value:  # msgspec leaves tuples what they are
        for place, inner in enumerate(value, 1):
            yield from _leaves(inner, f"{path}.{place}".lstrip("."))
    else:
        yield path or "", None if value in ({}, [], ()) else value
