"""The ledger can't be changed unseen: not by the service, not by its owner, and a citizen finds out without us."""

import asyncio
import copy
import inspect
import json
import subprocess
import sys
from collections.abc import AsyncGenerator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from lienthong_local.proof import check
from lienthong_local.verify.ledger import check_ledger
from lienthong_local.verify.report import Report
from lienthong_local.verify.rows import read_ledger
from portal.proof.prove import proof_of
from portal.proof.sealing import seal_until
from portal_at_work import browser, database, letter, running_with, settings_of, token

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
LIFE = ("DossierReceived", "DeadlineBreached", "ApologyIssued", "ResultIssued", "DeadlineMet", "ResultReturned")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def portal(infra: Any, prefix: str) -> AsyncGenerator[Any]:
    async with database(infra, prefix, "proof") as (pool, dsn):
        running = running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix), pool)
        for number in range(4):
            await lived(running, f"H32.41-261123-000{number}", LIFE[: number + 3])
        await seal_until(pool, MONDAY)
        await lived(running, "H32.41-261124-0001", LIFE)
        await seal_until(pool, TUESDAY)
        await lived(running, "H32.41-261125-0001", LIFE)
        yield running


async def lived(portal: Any, code: str, kinds: Any) -> UUID:
    dossier, numbers, letters = uuids.uuid7(), dict[str, int](), []
    for kind in kinds:
        source = letter(kind, 1, dossier).envelope.source  # type: ignore[union-attr]
        numbers[source] = numbers.get(source, 0) + 1
        letters.append(letter(kind, numbers[source], dossier, **({"code": code} if kind == "DossierReceived" else {})))
    await portal.transactor.take_in(letters)
    return UUID(str(dossier))


async def proof(portal: Any, code: str) -> dict[str, Any]:
    async with portal.pool.acquire() as connection:
        found = await connection.fetchval("select dossier_id from record where code = $1", code)
        return json.loads(json.dumps(await proof_of(connection, found, "http://cong.test/so-cai")))


@pytest.mark.parametrize("code", ["H32.41-261123-0000", "H32.41-261123-0003", "H32.41-261124-0001", "H32.41-261125-0001"])
async def test_a_dossiers_proof_is_whole_sealed_or_not_yet(portal: Any, code: str) -> None:
    made = await proof(portal, code)
    assert check.faults(made) == [] and len(made["seals"]) == 2
    assert {bool(entry["sealed_on"]) for entry in made["entries"]} == {code != "H32.41-261125-0001"}


async def test_a_citizen_checks_it_with_python_alone_and_reads_what_was_promised(portal: Any, tmp_path: Path) -> None:
    made = await proof(portal, "H32.41-261124-0001")
    (tmp_path / "kiem-chung.py").write_text(inspect.getsource(check))
    (tmp_path / "ho-so.json").write_text(json.dumps(made))
    command = [sys.executable, "-I", "-S", "kiem-chung.py", "ho-so.json"]
    whole = await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert whole.returncode == 0 and "nguyên vẹn" in whole.stdout and "hẹn trả kết quả 17:00 27/11/2026" in whole.stdout
    assert made["seals"][-1]["hash"] in whole.stdout
    made["entries"][0]["body"] = made["entries"][0]["body"].replace("2026-11-27", "2026-12-27")
    (tmp_path / "ho-so.json").write_text(json.dumps(made))
    spoilt = await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert spoilt.returncode == 1 and "✗ DossierReceived, số 1 của intake" in spoilt.stdout


COLUMNS = ("dossier_id", "source", "number", "event_id", "kind", "recorded_at", "body", "prev", "hash", "path", "sealed_on")
LAST_OF_FIRST = "delete from entry where seq = (select max(seq) from entry where dossier_id = (select dossier_id from entry where seq = 1))"


@pytest.mark.parametrize("column", COLUMNS)
async def test_a_change_anywhere_in_a_proof_is_found_and_named(portal: Any, column: str) -> None:
    made = await proof(portal, "H32.41-261124-0001")
    for place, entry in enumerate(made["entries"]):
        spoilt = copy.deepcopy(made)
        spoilt["entries"][place][column] = changed(entry[column])
        assert any(entry["kind"] in fault or "thiếu" in fault for fault in check.faults(spoilt)), (place, column)


def changed(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [["left", "00" * 32], *value]
    if len(value) > 40 and value.isalnum():
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return {"2026-11-24": "2026-11-23"}.get(value, value.replace("0", "1", 1) if "0" in value else value + "!")


@pytest.mark.parametrize("column", ["closed_on", "entries", "root", "prev", "hash"])
async def test_a_changed_seal_is_found(portal: Any, column: str) -> None:
    made = await proof(portal, "H32.41-261124-0001")
    for place in range(2):
        spoilt = copy.deepcopy(made)
        spoilt["seals"][place][column] = changed(spoilt["seals"][place][column] or "00" * 32)
        assert check.faults(spoilt) != []


async def test_a_day_is_sealed_once_whoever_comes_and_the_next_one_binds_it(portal: Any) -> None:
    assert not any(await asyncio.gather(*(seal_until(portal.pool, TUESDAY) for _ in range(4))))
    async with portal.pool.acquire() as connection:
        seals = await connection.fetch("select closed_on, first_seq, last_seq, prev, hash from seal order by closed_on")
    assert [seal["closed_on"] for seal in seals] == [MONDAY, TUESDAY]
    assert seals[1]["prev"] == seals[0]["hash"] and seals[1]["first_seq"] == seals[0]["last_seq"] + 1


@pytest.mark.parametrize("table", ["entry", "seal"])
@pytest.mark.parametrize("change", ["update {} set hash = ''", "delete from {}", "truncate {}"])
async def test_the_service_can_t_change_the_ledger_and_its_owner_only_by_two_more_steps(portal: Any, table: str, change: str) -> None:
    async with portal.pool.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change.format(table))
        allowed = connection.transaction()
        await allowed.start()
        await connection.execute(f"grant all on {table} to current_user")
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await connection.execute(change.format(table))
        await allowed.rollback()


@pytest.mark.parametrize(("spoil", "kind"), [
    ("update entry set body = '{}' where seq = 2", "chain_broken"),
    ("update entry set kind = 'X' where seq = 2", "chain_broken"),
    ("update entry set recorded_at = recorded_at + interval '1 microsecond' where seq = 3", "chain_broken"),
    (LAST_OF_FIRST, "seal_broken"),
    ("update seal set entries = entries + 1", "seal_broken"), ("delete from seal where closed_on = '2026-11-23'", "seal_broken"),
])  # fmt: skip
async def test_what_somebody_with_the_whole_database_changes_is_found_and_named(portal: Any, infra: Any, spoil: str, kind: str) -> None:
    dsn = infra.postgres_dsn.rpartition("/")[0] + "/" + portal.settings.postgres_dsn.rpartition("/")[2]
    owner = await asyncpg.connect(dsn)
    try:
        await owner.execute("set session_replication_role = replica")  # triggers off
        assert found_in(await read_ledger(dsn)) == set()
        await owner.execute("create table kept as select * from entry; create table kept_seal as select * from seal")
        await owner.execute(spoil)
        found = found_in(await read_ledger(dsn))
        await owner.execute("truncate entry, seal; insert into entry overriding system value select * from kept")
        await owner.execute("insert into seal select * from kept_seal; drop table kept, kept_seal")
        assert kind in found
    finally:
        await owner.close()


def found_in(ledger: Any) -> set[str]:
    report = Report()
    check_ledger({}, ledger, report)
    return {item.kind for item in report.found} - {"not_on_topic"}


async def test_anybody_sees_the_seals_and_who_may_see_a_dossier_gets_its_proof(portal: Any) -> None:
    async with browser(portal) as client:

        async def asked_by(agency: str) -> Any:
            mine = {"Authorization": f"Bearer {token('head', agency=agency)}"}
            return await client.get("/ho-so/H32.41-261124-0001/bang-chung.json", headers=mine)

        page, mine, others = await client.get("/so-cai"), await asked_by("H32.41"), await asked_by("H01.1")
    assert page.status_code == 200 and mine.json()["seals"][-1]["hash"] in page.text
    assert check.faults(mine.json()) == [] and others.status_code == 404
