"""A person's data and the stack's secrets stand in no log, event, metric, error or file of others', whatever goes wrong (issue 8)."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx2
import planted
import pytest
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from house import House
from lienthong_local.verify.rows import read_rows

MATTER = {**planted.PERSON, "procedure": "1.001612", "papers": ["form", "id_card"], "channel": "counter", "although_alike": True}


class Told:
    """Everything that anybody was answered with, and every token that was used."""

    def __init__(self, house: House) -> None:
        self.house, self.tokens, self.errors = house, set[str](), list[tuple[str, bytes]]()
        self.forged, self.promised = set[str](), set[str]()
        self.client = httpx2.AsyncClient(trust_env=False, timeout=30)

    def by(self, agency: str | None, *roles: Any, who: str = "mc1") -> dict[str, str]:
        token = self.house.services.issuer.token(who, agency, roles)
        self.tokens.add(token)
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuids.uuid7().hex}

    async def ask(self, method: str, service: str, path: str, **more: Any) -> httpx2.Response:
        answer = await self.client.request(method, self.house.urls[service] + path, **more)
        if answer.status_code >= 400:
            self.errors.append((f"{method} {path} {answer.status_code}", answer.content + str(answer.headers).encode()))
        if answer.status_code == 201 and path == "/dossiers":
            self.promised.add(answer.json()["dossier_id"])
        return answer


@pytest.fixture(scope="module")
async def told(house: House) -> AsyncGenerator[Told]:
    """A module of which all went as wrong as it could."""
    told = Told(house)
    await house.quiet()  # on a busy machine the catalogue is still under way when the services are ready
    dossier = await _in_order(told)
    await _refused(told, dossier)
    await _refused_at_windows(told)
    await _raw(house)
    told.forged = await _spoilt_events(house, dossier)
    await _database_away(told)
    await _errors_of_the_database(house)
    await house.quiet()
    yield told
    await told.client.aclose()


async def _in_order(told: Told) -> str:
    made = await told.ask("POST", "intake", "/dossiers", json=MATTER, headers=told.by("H32.41", "desk"))
    assert made.status_code == 201, made.text
    dossier = str(made.json()["dossier_id"])
    params = {"paper": "id_card", "name": planted.FILE}
    stored = await told.ask(
        "POST", "intake", f"/dossiers/{dossier}/documents", params=params, content=planted.WORDS, headers=told.by("H32.41", "desk")
    )
    assert stored.status_code == 201, stored.text
    return dossier


async def _refused(told: Told, dossier: str) -> None:
    desk, person = told.by("H32.41", "desk"), planted.PERSON
    bodies: list[Any] = [{**MATTER, "phone": person["name"]}, {**MATTER, person["email"]: 1}, {**MATTER, "id_no": person["address"]},
                         [MATTER], person["content"]]  # fmt: skip
    for body in bodies:
        assert (await told.ask("POST", "intake", "/dossiers", json=body, headers=desk)).status_code == 422
    broken = str(MATTER).encode()  # no JSON
    assert (
        await told.ask("POST", "intake", "/dossiers", content=broken, headers={**desk, "Content-Type": "application/json"})
    ).status_code == 422
    params = {"paper": "form", "name": planted.FILE}
    program = b"MZ" + planted.WORDS
    assert (
        await told.ask("POST", "intake", f"/dossiers/{dossier}/documents", params=params, content=program, headers=desk)
    ).status_code == 422
    assert (await told.ask("GET", "intake", "/dossiers", params={"q": planted.PERSON["name"] + "\0"}, headers=desk)).status_code < 500
    assert (
        await told.ask("POST", "intake", f"/dossiers/{dossier}/return", json={"by": MATTER}, headers=told.by("H32.42", "desk"))
    ).status_code >= 400
    assert (
        await told.ask("POST", "intake", "/internal/contacts", json=MATTER, headers={"Authorization": b"Bearer \xe9"})
    ).status_code == 401


async def _refused_at_windows(told: Told) -> None:
    form = {"login": planted.PERSON["email"], "password": planted.PASSWORD}
    assert (await told.ask("POST", "portal", "/vao", data=form)).status_code == 422
    for path in ("/tra-cuu", "/vao/dinh-danh/ve"):
        await told.ask("GET", "portal", path, params={"ma": planted.PERSON["id_no"], "code": planted.PASSWORD, "state": "x" * 3000})


async def _raw(house: House) -> None:
    """What isn't HTTP, and isn't mail."""
    mail = urlsplit(f"smtp://{house.infra.bounces}")
    places = [(url.hostname, url.port) for url in map(urlsplit, house.urls.values())] + [(mail.hostname, mail.port)]
    name = planted.PERSON["name"].encode()
    lines = [b"GET /" + name + b" HTTP/9.9\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: " + name + b"\r\n\r\n", name * 3000,
             b"EHLO x\r\nMAIL FROM:<" + name + b">\r\nRCPT TO:<" + name + b">\r\nDATA\r\n" + name + b"\r\n.\r\nQUIT\r\n"]  # fmt: skip
    for host, port in places:
        for line in lines:
            reader, writer = await asyncio.open_connection(host, port)
            with contextlib.suppress(OSError, TimeoutError):
                writer.write(line)
                await writer.drain()
                writer.write_eof()
                await asyncio.wait_for(reader.read(), 10)
            writer.close()


async def _spoilt_events(house: House, dossier: str) -> set[str]:
    """Records of somebody who may write to Kafka and shouldn't; what they said is kept for operators, and told nobody.

    Gives the dossiers that they claim to be of.
    """
    name, other = planted.PERSON["name"].encode(), str(uuids.uuid7()).encode()
    good = {"ce_id": str(uuids.uuid7()).encode(), "ce_type": b"vn.lienthong.FeePaid", "ce_source": b"/lienthong/intake",
            "ce_subject": other, "ce_time": b"2026-11-26T00:00:00+00:00", "ce_number": b"1"}  # fmt: skip
    spoilt = [{"ce_time": name}, {"ce_number": name}, {"ce_subject": name}, {"ce_number": b"9" * 12}, {}]
    producer = AIOKafkaProducer(bootstrap_servers=house.infra.bootstrap_servers)
    await producer.start()
    for changes in spoilt:
        body = b'{"dossier_id": "' + dossier.encode() + b'", "at": "' + name + b'", "receipt_no": "' + name + b'"}'
        await producer.send_and_wait(f"{house.prefix}dossier.v1", body, key=other, headers=list({**good, **changes}.items()))
    await producer.send_and_wait(f"{house.prefix}catalogue.v1", name, key=b"spoilt", headers=[("ce_type", None), ("x", name)])
    await producer.send_and_wait(f"{house.prefix}catalogue.v1", name, key=b"spoilt", headers=[("ce_type", b"vn.lienthong.LetterPublished")])
    await producer.stop()
    return {other.decode(), name.decode()}


async def _database_away(told: Told) -> None:
    """PostgreSQL killed while receptions are under way."""
    postgres = told.house.infra.postgres
    assert postgres is not None
    under_way = [
        asyncio.create_task(told.ask("POST", "intake", "/dossiers", json=MATTER, headers=told.by("H32.41", "desk"))) for _ in range(8)
    ]
    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
    await postgres.kill()
    away = [asyncio.create_task(told.ask("POST", "intake", "/dossiers", json=MATTER, headers=told.by("H32.41", "desk"))) for _ in range(3)]
    await asyncio.wait(away, timeout=2)
    await postgres.start()
    await asyncio.gather(*under_way, *away, return_exceptions=True)
    for process in told.house.services.processes.values():
        await process.ready()


async def _errors_of_the_database(house: House) -> None:
    """Statements that fail, with a row, a parameter and a password in them: what an administrator's slip would write down."""
    connection = await asyncpg.connect(house.services.dsns["intake"])
    person = planted.PERSON["name"]
    for statement in (f"insert into nowhere values ('{person}')", f"alter role nobody password '{planted.PASSWORD}'",
                      f"create temporary table t (name text primary key); insert into t values ('{person}'), ('{person}')"):  # fmt: skip
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(statement)
    await connection.close()


def _wanted(told: Told) -> dict[str, str]:
    return planted.personal() | planted.secret(told.house, told.tokens)


async def test_no_log_tells_of_a_person_or_a_secret(told: Told) -> None:
    logs = dict(planted.logs(told.house))
    assert {"postgres.log", "kafka.log", f"{told.house.prefix}intake-0.log"} <= set(logs), "else nothing was looked at"
    assert not {name: found for name, text in logs.items() if (found := planted.found_in(text, _wanted(told)))}


async def test_faults_did_happen_and_are_told_by_name(told: Told) -> None:
    logs = b"".join(text for _, text in planted.logs(told.house))
    for said in (b"command.refused", b"catalogue.refused", b"event.set_aside", b"duplicate key", b"was not properly shut down"):
        assert said in logs, said


async def test_no_metric_and_no_health_page_tells(told: Told) -> None:
    assert not {name: found async for name, text in planted.shown(told.house) if (found := planted.found_in(text, _wanted(told)))}


async def test_no_event_of_ours_tells(told: Told) -> None:
    spoilt = planted.PERSON["name"].encode()
    every = {name: text async for name, text in planted.records(told.house)}
    told_ = {name: found for name, text in every.items() if (found := planted.found_in(text, _wanted(told))) and spoilt not in text}
    assert len(every) > 20 and not told_
    ours = [name for name, text in every.items() if spoilt in text and b"receipt_no" not in text and b"ce_type" not in text]
    assert not ours, "only what the intruder wrote has the name in it"


async def test_no_dead_letter_s_page_repeats_what_was_in_it(told: Told) -> None:
    operator = {"Authorization": f"Bearer {told.house.services.token}"}
    for service in told.house.urls:
        shown = await told.client.get(f"{told.house.urls[service]}/dead-letters", headers=operator)
        assert shown.status_code == 200 and not planted.found_in(shown.content, planted.personal()), service


async def test_no_error_repeats_what_was_sent(told: Told) -> None:
    assert len(told.errors) > 8
    repeated = [(name, found) for name, text in told.errors if (found := planted.found_in(text, _wanted(told)))]
    # Told to who sent them alone: the name of a field that nobody knows, and a login, that it needn't be typed again.
    assert sorted(repeated) == [("POST /dossiers 422", ["email"]), ("POST /vao 422", ["email"])]


async def test_nothing_that_others_on_this_machine_can_read_tells(told: Told) -> None:
    assert not {
        name: found for name, text in planted.open_files(told.house.infra.home.path) if (found := planted.found_in(text, _wanted(told)))
    }


async def test_after_all_of_it_nothing_is_lost(told: Told) -> None:
    report = await told.house.verify()
    nameless = [one for one in report.found if not one.dossier_id]  # of whom they are couldn't be read; a broken seal has no dossier either
    assert {one.kind for one in nameless} <= {"set_aside"}
    assert {one.dossier_id for one in report.found if one.dossier_id} <= told.forged, "what an intruder wrote is named, and nothing else"
    kept = await read_rows("intake", told.house.services.dsns["intake"])
    assert report.found and told.promised and told.promised <= kept.rows.keys()
