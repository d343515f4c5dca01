"""What stands still is told to whoever asks for the metrics, so that somebody can be woken for it."""

import uuid_utils.compat as uuids
from awaiting import until
from lienthong_runtime.standing import Standing
from toy import Staff, Toy


def told(toy: Toy, sample: str, **labels: str) -> float | None:
    found: float | None = toy.running.metrics.registry.get_sample_value(sample, labels)
    return found


async def test_what_is_kept_back_and_what_was_decided_is_counted(toy: Toy, staff: Staff) -> None:
    dossier = uuids.uuid7()
    staff.unknown.add("stranger")
    await toy.send(dossier, "an", "stranger", "binh")
    await until(lambda: _kept_back(toy, 2))
    standing = Standing(toy.running.pool, toy.running.metrics)
    await standing.look()
    assert (told(toy, "dead_letters", state="set_aside"), told(toy, "dead_letters", state="parked")) == (1, 1)
    assert told(toy, "facts_total", kind="LegCompleted") == 1
    staff.unknown.clear()
    assert await toy.running.replay(dossier) == {"applied": 2, "set_aside": 0}
    await standing.look()
    assert (told(toy, "dead_letters", state="set_aside"), told(toy, "dead_letters", state="parked")) == (0, 0)


async def test_a_member_says_how_many_partitions_it_reads_and_what_it_has_left(toy: Toy) -> None:
    await until(lambda: _nothing_left(toy))
    assert told(toy, "consumer_partitions") == toy.running.consumer.assigned() > 0
    assert (told(toy, "commands_waiting"), told(toy, "relay_active")) == (0, 1)


async def test_unsent_events_are_counted_with_the_age_of_the_oldest(toy: Toy) -> None:
    pool = toy.running.pool
    toy.running.relay.stop()
    await until(lambda: _ended(toy))
    await toy.send(uuids.uuid7(), "an")
    await until(lambda: _unsent(toy, 1))
    await pool.execute("update outbox set recorded_at = now() - interval '90 seconds'")
    await Standing(pool, toy.running.metrics).look()
    await toy.running.brim.look()
    assert told(toy, "outbox_rows") == 1
    assert 90 <= (told(toy, "outbox_oldest_seconds") or 0) < 600


async def _kept_back(toy: Toy, count: int) -> bool:
    return len(await toy.dead()) == count


async def _ended(toy: Toy) -> bool:
    return not toy.running.relay.active


async def _unsent(toy: Toy, count: int) -> bool:
    return bool(await toy.running.pool.fetchval("select count(*) from outbox") == count)


async def _nothing_left(toy: Toy) -> bool:
    return told(toy, "consumer_lag") == 0
