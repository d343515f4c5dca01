"""While somebody takes the cut, nothing goes from the outbox to Kafka; afterwards all of it does, in its order."""

import asyncpg
import uuid_utils.compat as uuids
from awaiting import until
from lienthong_local.verify.topics import read_events
from lienthong_runtime import cut
from toy import Assign, Toy

WAITING = "select exists (select from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted)"


async def test_a_relay_waits_for_the_cut_and_commands_do_not(toy: Toy) -> None:
    holder, dossier = await asyncpg.connect(toy.settings.postgres_dsn), uuids.uuid7()
    try:
        await cut.hold(holder, 30)
        for officer in ("an", "binh", "chau"):
            await toy.running.commands.perform(dossier, Assign(officer=officer), uuids.uuid7().hex, create=officer == "an")
        await until(lambda: holder.fetchval(WAITING))
        assert await toy.officers(dossier) == ("an", "binh", "chau")
        assert (await toy.outbox(), await _sent(toy, dossier)) == (3, [])
        await cut.release(holder)
        await until(lambda: _is_empty(toy))
        assert await _sent(toy, dossier) == [1, 2, 3]
    finally:
        await holder.close()


async def test_a_holder_that_dies_lets_the_relay_go_on(toy: Toy) -> None:
    holder, dossier = await asyncpg.connect(toy.settings.postgres_dsn), uuids.uuid7()
    await cut.hold(holder, 30)
    await toy.running.commands.perform(dossier, Assign(officer="an"), uuids.uuid7().hex, create=True)
    await until(lambda: holder.fetchval(WAITING))
    holder.terminate()
    await until(lambda: _is_empty(toy))
    assert await _sent(toy, dossier) == [1]


# The last one here: the relay that they share ends.
async def test_a_relay_told_to_end_in_a_round_sends_what_was_committed_meanwhile(toy: Toy) -> None:
    holder, dossier = await asyncpg.connect(toy.settings.postgres_dsn), uuids.uuid7()
    try:
        await cut.hold(holder, 30)
        await toy.running.commands.perform(dossier, Assign(officer="an"), uuids.uuid7().hex, create=True)
        await until(lambda: holder.fetchval(WAITING))
        await toy.running.commands.perform(dossier, Assign(officer="binh"), uuids.uuid7().hex)
        toy.running.relay.stop()
        await cut.release(holder)
        await until(lambda: _has_ended(toy))
        assert (await toy.outbox(), await _sent(toy, dossier)) == (0, [1, 2])
    finally:
        await holder.close()


async def _has_ended(toy: Toy) -> bool:
    return not toy.running.relay.active


async def _is_empty(toy: Toy) -> bool:
    return not await toy.outbox()


async def _sent(toy: Toy, dossier: object) -> list[int]:
    sent = await read_events(toy.settings.kafka_bootstrap_servers, [toy.settings.topic("dossier.v1")])
    return [one.envelope.number for one in sent if one.envelope.subject == str(dossier) and one.envelope.source == "toy"]
