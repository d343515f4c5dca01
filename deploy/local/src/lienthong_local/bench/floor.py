"""The floor: the least that the same work can cost, as a bare loop in one process.

Read a batch, one transaction (dedupe, upsert state, insert outbox), produce, delete, commit the offsets.
"""

import asyncio
import sys
import time
from uuid import UUID

import asyncpg
import msgspec
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from lienthong_local.failure import until
from lienthong_local.topics import led

BODY = {"at": "2026-11-23T09:00:00+07:00", "leg": "appraise", "agency": "H32.41.KT", "officer": "lvm", "note": "x" * 330}
HOPS = 8  # events of one life
TABLES = """
drop table if exists floor_state, floor_outbox;
create table floor_state (id uuid primary key, number int not null, state jsonb not null);
create table floor_outbox (seq bigint generated always as identity primary key, key text not null, payload bytea not null);
"""
LOAD = "select id, number from floor_state where id = any($1) for update"
SAVE = """
insert into floor_state as t (id, number, state) select * from unnest($1::uuid[], $2::int[], $3::jsonb[])
on conflict (id) do update set number = excluded.number, state = excluded.state
"""
TAKE = "select seq, key, payload from floor_outbox order by seq limit 1000"
SENT = "delete from floor_outbox where seq = any($1)"


async def measure(bootstrap_servers: str, dsn: str, events: int, prefix: str) -> float:
    """Events a second of the bare loop."""
    source, target = f"{prefix}floor-in", f"{prefix}floor-out"
    await _prepare(bootstrap_servers, dsn, source, target, events)
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap_servers, acks="all", enable_idempotence=True, linger_ms=0, max_batch_size=262144
    )
    consumer = AIOKafkaConsumer(source, bootstrap_servers=bootstrap_servers, group_id=f"{prefix}floor", enable_auto_commit=False,
                                auto_offset_reset="earliest")  # fmt: skip
    connection = await asyncpg.connect(dsn)
    await producer.start()
    await consumer.start()
    try:
        return await _loop(consumer, producer, connection, target, events)
    finally:
        await consumer.stop()
        await producer.stop()
        await connection.close()


async def _prepare(servers: str, dsn: str, source: str, target: str, events: int) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(TABLES)
    await connection.close()
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    await admin.create_topics([NewTopic(name, 12, 1) for name in (source, target)])
    # Without it, on a busy machine, the loop was given too few partitions and waited for ever.
    await until(lambda: led(admin, [source, target]), 60, "Kafka, asked for the bare loop's topics,")
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=servers, linger_ms=5, max_batch_size=262144)
    await producer.start()
    ids = [str(uuids.uuid7()) for _ in range(events // HOPS)]
    waiting = [await producer.send(source, _body(i, n), key=i.encode(), headers=_HEADERS) for n in range(1, HOPS + 1) for i in ids]
    await asyncio.gather(*waiting)
    await producer.stop()


_HEADERS = [(f"ce_header{n}", b"x" * 24) for n in range(8)]


def _body(dossier_id: str, number: int) -> bytes:
    return msgspec.json.encode({"dossier_id": dossier_id, "number": number, **BODY})


async def _loop(consumer: AIOKafkaConsumer, producer: AIOKafkaProducer, connection: asyncpg.Connection, target: str, events: int) -> float:
    handled, began = 0, 0.0
    while handled < events:
        batch = await consumer.getmany(timeout_ms=1000, max_records=500)
        began = began or time.perf_counter()
        bodies = [msgspec.json.decode(record.value) for records in batch.values() for record in records]
        if bodies:
            await _transaction(connection, bodies)
            await _relay(connection, producer, target)
            await consumer.commit()
        handled += len(bodies)
    return handled / (time.perf_counter() - began)


async def _transaction(connection: asyncpg.Connection, bodies: list[dict]) -> None:  # type: ignore[type-arg]
    async with connection.transaction():
        ids = sorted({UUID(body["dossier_id"]) for body in bodies})
        states = {r["id"]: r["number"] for r in await connection.fetch(LOAD, ids)}
        fresh, out = {}, []
        for body in bodies:
            key = UUID(body["dossier_id"])
            if body["number"] > states.get(key, 0):
                states[key] = body["number"]
                fresh[key] = msgspec.json.encode(body).decode()
                out.append((body["dossier_id"], msgspec.json.encode(body)))
        keys = sorted(fresh)
        await connection.execute(SAVE, keys, [states[k] for k in keys], [fresh[k] for k in keys])
        await connection.copy_records_to_table("floor_outbox", records=out, columns=("key", "payload"))


async def _relay(connection: asyncpg.Connection, producer: AIOKafkaProducer, target: str) -> None:
    rows = await connection.fetch(TAKE)
    waiting = [await producer.send(target, r["payload"], key=r["key"].encode(), headers=_HEADERS) for r in rows]
    await asyncio.gather(*waiting)
    await connection.execute(SENT, [r["seq"] for r in rows])


if __name__ == "__main__":
    servers, dsn, events, prefix = sys.argv[1:]
    print(asyncio.run(measure(servers, dsn, int(events), prefix)))
