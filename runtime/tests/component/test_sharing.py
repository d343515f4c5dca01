"""Commands that share a transaction: one's fault is nobody else's, and an answer is only given once all is kept."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import uuid_utils.compat as uuids
from lienthong_runtime import Actor, Command, Refused
from lienthong_runtime.commands import KeyReused, StaleVersion, UnknownDossier
from toy import Assign, Remark, Toy


def said(toy: Toy, dossier: UUID, command: Command, create: bool = True, key: str = "", actor: Actor | None = None) -> Any:
    return toy.running.commands.perform(dossier, command, key or uuids.uuid7().hex, create=create, actor=actor)


def officer(subject: str, agency: str = "H32") -> Actor:
    return Actor(subject, agency, frozenset(["officer"]))


async def transactions(toy: Toy) -> int:
    """How many different transactions wrote the rows that are there."""
    return await toy.running.pool.fetchval("select count(distinct xmin::text) from tally")


async def test_commands_that_wait_at_the_same_time_share_a_transaction(toy: Toy) -> None:
    dossiers, before = [uuids.uuid7() for _ in range(40)], await transactions(toy)
    answers = await asyncio.gather(*(said(toy, dossier, Assign(officer="an")) for dossier in dossiers))
    assert [answer.status for answer in answers] == [201] * 40
    assert [await toy.officers(dossier) for dossier in dossiers] == [("an",)] * 40
    assert await transactions(toy) - before <= 2


async def test_what_is_refused_or_fails_leaves_the_others_of_its_transaction_alone(toy: Toy) -> None:
    good, refused, faulty, unknown = (uuids.uuid7() for _ in range(4))
    found = await asyncio.gather(
        said(toy, refused, Assign(officer="stranger")), said(toy, good, Assign(officer="an")), said(toy, faulty, Assign(officer="bug")),
        said(toy, unknown, Assign(officer="an"), create=False), return_exceptions=True)  # fmt: skip
    assert [type(answer) for answer in found if isinstance(answer, Exception)] == [Refused, ZeroDivisionError, UnknownDossier]
    assert found[1].status == 201
    assert [await toy.officers(dossier) for dossier in (refused, good, faulty)] == [(), ("an",), ()]


async def test_what_the_database_refuses_fails_alone(toy: Toy) -> None:
    good, poisoned = uuids.uuid7(), uuids.uuid7()
    found = await asyncio.gather(said(toy, poisoned, Remark(text="\x00")), said(toy, good, Assign(officer="an")), return_exceptions=True)
    assert isinstance(found[0], asyncpg.DataError)
    assert found[1].status == 201
    assert (await toy.officers(poisoned), await toy.officers(good)) == ((), ("an",))


async def test_commands_on_one_dossier_follow_each_other(toy: Toy) -> None:
    dossier = uuids.uuid7()
    await said(toy, dossier, Assign(officer="an"))
    found = await asyncio.gather(*(said(toy, dossier, Assign(officer=f"cb{n}", version=1), create=False) for n in range(5)),
                                 return_exceptions=True)  # fmt: skip
    assert sum(isinstance(answer, StaleVersion) for answer in found) == 4
    assert await toy.officers(dossier) == ("an", "cb0")


async def test_commands_on_one_dossier_are_carried_out_in_the_order_in_which_they_came(toy: Toy) -> None:
    dossier, officers = uuids.uuid7(), [f"cb{n}" for n in range(6)]
    await said(toy, dossier, Assign(officer="an"))
    await asyncio.gather(*(said(toy, dossier, Assign(officer=officer), create=False) for officer in officers))
    assert await toy.officers(dossier) == ("an", *officers)
    stale = await asyncio.gather(said(toy, dossier, Assign(officer="an", version=6), create=False), return_exceptions=True)
    assert isinstance(stale[0], StaleVersion)
    shown = (await said(toy, dossier, Assign(officer="an", version=7), create=False)).body
    assert b'"version":8' in shown  # what the next command has to name


async def test_a_refused_command_may_be_given_again_under_its_key(toy: Toy) -> None:
    dossier, key = uuids.uuid7(), uuids.uuid7().hex
    refused = await asyncio.gather(said(toy, dossier, Assign(officer="stranger"), key=key), return_exceptions=True)
    assert isinstance(refused[0], Refused)
    assert (await said(toy, dossier, Assign(officer="an"), key=key)).status == 201


async def test_an_answer_is_given_again_after_the_process_has_forgotten_it(toy: Toy) -> None:
    dossier, key = uuids.uuid7(), uuids.uuid7().hex
    first, again = await said(toy, dossier, Assign(officer="an"), key=key), await said(toy, dossier, Assign(officer="an"), key=key)
    assert (again.body, again.repeated, first.repeated) == (first.body, True, False)


async def test_somebody_elses_key_gives_nobody_an_answer_and_takes_nobodys_place(toy: Toy) -> None:
    key, dossiers = "receipt-1", [uuids.uuid7() for _ in range(4)]
    givers = [officer("an"), officer("binh"), officer("an", "H33"), None]
    for together in (True, False):  # in one transaction, and once they are all known
        wishes = [said(toy, dossier, Assign(officer="an"), key=key, actor=giver) for dossier, giver in zip(dossiers, givers, strict=True)]
        answers = await asyncio.gather(*wishes)
        assert [answer.repeated for answer in answers] == [not together] * 4
        assert len({answer.body for answer in answers}) == 4
    assert [await toy.officers(dossier) for dossier in dossiers] == [("an",)] * 4


async def test_one_persons_key_stands_for_one_request(toy: Toy) -> None:
    key, one, other = uuids.uuid7().hex, uuids.uuid7(), uuids.uuid7()
    wishes = [said(toy, dossier, Assign(officer=who), key=key, actor=officer("an")) for dossier, who in ((one, "an"), (other, "binh"))]
    found = await asyncio.gather(*wishes, return_exceptions=True)
    assert (found[0].status, type(found[1])) == (201, KeyReused)
    assert await toy.officers(other) == ()


async def test_what_cannot_be_shown_was_not_done(toy: Toy) -> None:
    good, unseen = uuids.uuid7(), uuids.uuid7()
    found = await asyncio.gather(said(toy, unseen, Assign(officer="unseen")), said(toy, good, Assign(officer="an")), return_exceptions=True)
    assert isinstance(found[0], LookupError)
    assert found[1].status == 201
    assert (await toy.officers(unseen), await toy.officers(good)) == ((), ("an",))


async def test_what_cannot_even_be_digested_fails_before_it_concerns_anybody(toy: Toy) -> None:
    dossiers, before = [uuids.uuid7() for _ in range(5)], await transactions(toy)
    commands = [Assign(officer="an") for _ in range(4)] + [Remark.model_construct(text="\ud800")]
    found = await asyncio.gather(*map(partial(said, toy), dossiers, commands), return_exceptions=True)
    assert isinstance(found[4], ValueError)
    assert [answer.status for answer in found[:4]] == [201] * 4
    assert await transactions(toy) - before <= 2
