import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from lienthong_local.databases import SERVICES, create_databases, drop_databases
from lienthong_local.topics import create_topics, delete_topics, listed


async def partitions(servers, prefix):
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    described = await admin.describe_topics()
    await admin.close()
    return {t["topic"].removeprefix(prefix): len(t["partitions"]) for t in described if t["topic"].startswith(prefix)}


async def test_topics_are_made_once_with_the_partitions_that_stand_written(infra):
    assert await create_topics(infra.bootstrap_servers, "once_") == [f"once_{name}" for name in listed()]
    assert await create_topics(infra.bootstrap_servers, "once_") == []
    assert await partitions(infra.bootstrap_servers, "once_") == {
        n: facts["partitions"] for n, facts in listed().items()
    }
    await delete_topics(infra.bootstrap_servers, "once_")


async def test_a_topic_that_is_there_keeps_its_partitions(infra, tmp_path):
    file = tmp_path / "topics.yml"
    file.write_text("topics: {a: {partitions: 2}}")
    await create_topics(infra.bootstrap_servers, "keeps_", file=file)
    file.write_text("topics: {a: {partitions: 5}}")
    await create_topics(infra.bootstrap_servers, "keeps_", file=file)
    assert await partitions(infra.bootstrap_servers, "keeps_") == {"a": 2}
    await delete_topics(infra.bootstrap_servers, "keeps_")


async def test_each_service_has_a_database_that_no_other_may_enter(infra):
    dsns = await create_databases(infra.postgres_dsn, "own_", secret="s")
    assert list(dsns) == list(SERVICES)
    connection = await asyncpg.connect(dsns["sla-monitor"])
    assert await connection.fetchval("select current_user || current_database()") == "own_sla_monitorown_sla_monitor"
    await connection.execute("create table own (id int)")
    await connection.close()
    for other in ("own_intake", "own_portal"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(dsns["sla-monitor"].replace("/own_sla_monitor?", f"/{other}?"))
    await drop_databases(infra.postgres_dsn, "own_")


async def test_databases_that_are_there_keep_their_rows_and_passwords(infra):
    first = await create_databases(infra.postgres_dsn, "again_", secret="s")
    connection = await asyncpg.connect(first["intake"])
    await connection.execute("create table kept as select 1 as n")
    await connection.close()
    assert await create_databases(infra.postgres_dsn, "again_", secret="s") == first
    connection = await asyncpg.connect(first["intake"])
    assert await connection.fetchval("select n from kept") == 1
    await connection.close()
    await drop_databases(infra.postgres_dsn, "again_")


async def test_kafka_keeps_what_it_acknowledged_when_killed(infra):
    if infra.kafka is None:
        pytest.skip("this Kafka is not ours to kill")
    await create_topics(infra.bootstrap_servers, "killed_")
    async with AIOKafkaProducer(bootstrap_servers=infra.bootstrap_servers, acks="all") as producer:
        await producer.send_and_wait("killed_dead-letter.v1", b"kept", partition=0)
    await infra.kafka.kill()
    await infra.kafka.start()
    consumer = AIOKafkaConsumer(bootstrap_servers=infra.bootstrap_servers, auto_offset_reset="earliest")
    async with consumer:
        consumer.assign([TopicPartition("killed_dead-letter.v1", 0)])
        assert (await consumer.getone()).value == b"kept"
    await delete_topics(infra.bootstrap_servers, "killed_")


async def test_postgresql_keeps_what_it_committed_when_killed(infra):
    if infra.postgres is None:
        pytest.skip("this PostgreSQL is not ours to kill")
    dsn = (await create_databases(infra.postgres_dsn, "killed_"))["intake"]
    connection = await asyncpg.connect(dsn)
    await connection.execute("create table kept as select 1 as n")
    await infra.postgres.kill()
    await infra.postgres.start()
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("select n from kept") == 1
    await connection.close()
    await drop_databases(infra.postgres_dsn, "killed_")
