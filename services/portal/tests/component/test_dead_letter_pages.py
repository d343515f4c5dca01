"""What was set aside is understood, tried and handled again from its page; many at once by two people only."""

import json
import re
from collections.abc import AsyncGenerator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import uuid_utils.compat as uuids
from portal_at_work import Notifier, browser, database, letter, notifier, running_with, settings_of, token

DOSSIER = str(uuids.uuid7())
HEAD: dict[str, Any] = {"id": 41, "dossier_id": DOSSIER, "topic": "dossier.v1", "kafka_partition": 3, "kafka_offset": 1024,
        "kind": "FeePaid", "reason": "NoJourney", "state": "set_aside", "attempts": 1,
        "set_aside_at": "2026-11-25T03:10:00+00:00"}  # fmt: skip
BEHIND = HEAD | {"id": 42, "kind": "OfficerAssigned", "reason": "Waiting", "state": "parked"}
WHOLE = HEAD | {"headers": [["ce_source", "/lienthong/intake"], ["ce_number", "3"]], "body": '{"receipt_no": "<b>BL-1</b>"}'}
STEPS = {"steps": [
    {"letter": 41, "kind": "FeePaid", "source": "intake", "number": 3, "result": "applied", "reason": "", "effects": 0,
     "changes": [{"path": "legs.1.state", "before": "paused", "after": "here"}],
     "events": [{"kind": "ProcessingResumed", "body": {"agency": "H32.41", "leg": "1"}}]},
    {"letter": 42, "kind": "OfficerAssigned", "source": "routing", "number": 4, "result": "set_aside", "reason": "ZeroDivisionError",
     "changes": [], "events": [], "effects": 0}]}  # fmt: skip


class Routing(Notifier):
    """A service that answers by path."""

    async def serve(self, reader: Any, writer: Any) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, path = lines.split()[:2]
        self.asked.append((method, path, {}, None))
        said = {"/dead-letters": [HEAD, BEHIND], "/dead-letters/past": {"replayed": [], "total": 7, "reasons": {"NoJourney": 5}},
                "/dead-letters/41": WHOLE, f"/dead-letters/{DOSSIER}/dry-run": STEPS,
                f"/dead-letters/{DOSSIER}/replay": {"applied": 2, "set_aside": 0}}  # fmt: skip
        text = json.dumps(said.get(path, {})).encode()
        writer.write(f"HTTP/1.1 200 X\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n".encode() + text)
        await writer.drain()
        writer.close()

    @property
    def replays(self) -> int:
        """How many replays were asked for."""
        return sum(path.endswith("/replay") for _, path, _, _ in self.asked)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str) -> AsyncGenerator[tuple[Notifier, Any, Any]]:
    async with database(infra, prefix, "dead") as (pool, dsn), notifier(Routing()) as here:
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, topic_prefix=prefix).model_copy(update={"routing_url": here.url})
        yield here, running_with(settings, pool), pool


@pytest.fixture
async def there(house: Any) -> AsyncGenerator[tuple[Any, Any, Any]]:
    here, portal, pool = house
    here.asked = []
    async with browser(portal) as client:
        yield here, client, pool


def who(subject: str, *roles: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(*roles, subject=subject)}", "Accept": "text/html"}


ONE, TWO = who("an", "admin"), who("binh", "approver")


async def proposed(client: Any, reason: str = "Đã khai lộ trình") -> Any:
    return await client.post("/hang-loi/de-nghi", data={"ho_so": f"routing.{DOSSIER}", "ly_do": reason}, headers=ONE)


async def number_of(client: Any) -> str:
    found = re.search(r"/hang-loi/de-nghi/(\d+)", (await client.get("/hang-loi", headers=TWO)).text)
    assert found
    return found[1]


async def test_a_letter_says_why_what_to_do_and_what_waits_behind_it(there: Any) -> None:
    _, client, _ = there
    page = (await client.get("/hang-loi", headers=ONE)).text
    for words in ("Hồ sơ chưa có lộ trình ở dịch vụ này", "NoJourney", "sự kiện số 3 của intake", "Giao cán bộ",
                  "1 chờ sau", "Đã chạy lại 7"):  # fmt: skip
        assert words in page, words


async def test_the_payload_is_shown_and_never_runs(there: Any) -> None:
    page = (await there[1].get("/hang-loi", headers=ONE)).text
    assert "&lt;b&gt;BL-1&lt;/b&gt;" in page and "<b>BL-1" not in page


async def test_a_service_that_does_not_answer_is_named(there: Any) -> None:
    assert "Không hỏi được intake, sla-monitor, notifier, portal" in (await there[1].get("/hang-loi", headers=ONE)).text


async def test_a_dry_run_shows_before_and_after_and_replays_nothing(there: Any) -> None:
    here, client, _ = there
    page = (await client.get("/hang-loi?thu=routing.41&chay_thu=true", headers=ONE)).text
    for words in ("legs.1.state", "paused", "<b>here</b>", "1 trên 2 sẽ vào",
                  "vẫn hỏng: Chương trình dừng ở sự kiện này (ZeroDivisionError)"):  # fmt: skip
        assert words in page, words
    assert here.replays == 0


async def test_a_replay_is_remembered_with_who_made_it(there: Any) -> None:
    here, client, pool = there
    assert (await client.post(f"/hang-loi/routing/{DOSSIER}/chay-lai", headers=ONE)).status_code == 303
    assert here.replays == 1
    assert tuple(await pool.fetchrow("select made_by, applied, set_aside from replay_made order by id desc limit 1")) == ("an", 2, 0)


async def test_many_are_replayed_when_a_second_person_approves_and_not_before(there: Any) -> None:
    here, client, pool = there
    assert (await proposed(client)).status_code == 303
    number = await number_of(client)
    assert here.replays == 0
    assert (await client.post(f"/hang-loi/de-nghi/{number}", data={"duyet": "co"}, headers=TWO)).status_code == 303
    assert here.replays == 1
    assert tuple(await pool.fetchrow("select made_by, proposal from replay_made order by id desc limit 1")) == ("binh", int(number))


async def test_a_proposal_that_was_sent_twice_is_one(there: Any) -> None:
    _, client, pool = there
    for _ in range(2):
        await client.post("/hang-loi/de-nghi", data={"ho_so": f"routing.{DOSSIER}", "ly_do": "hai lần", "key": "mot-khoa"}, headers=ONE)
    assert await pool.fetchval("select count(*) from replay_proposal where reason = 'hai lần'") == 1


async def test_nobody_approves_their_own_proposal(there: Any) -> None:
    here, client, _ = there
    await proposed(client)
    number = await number_of(client)
    own = await client.post(f"/hang-loi/de-nghi/{number}", data={"duyet": "co"}, headers=who("an", "admin", "approver"))
    assert (own.status_code, here.replays) == (422, 0)
    assert "không tự duyệt được" in own.text
    assert (await client.post(f"/hang-loi/de-nghi/{number}", data={"duyet": "khong"}, headers=TWO)).status_code == 303
    late = await client.post(f"/hang-loi/de-nghi/{number}", data={"duyet": "co"}, headers=who("chi", "approver"))
    assert (late.status_code, here.replays) == (409, 0)


async def test_every_fault_of_a_proposal_is_named_and_what_was_typed_is_kept(there: Any) -> None:
    client = there[1]
    empty = await client.post("/hang-loi/de-nghi", data={}, headers=ONE)
    assert empty.status_code == 422
    assert "Chưa chọn hồ sơ nào" in empty.text and "Chưa ghi lý do" in empty.text
    foreign = await client.post("/hang-loi/de-nghi", data={"ho_so": f"routing.{uuids.uuid7()}", "ly_do": "<i>vì</i>"}, headers=ONE)
    assert foreign.status_code == 422 and "&lt;i&gt;vì&lt;/i&gt;</textarea>" in foreign.text


async def test_who_only_reads_may_neither_replay_nor_propose_nor_decide(there: Any) -> None:
    here, client, _ = there
    auditor = who("dung", "auditor")
    page = (await client.get("/hang-loi", headers=auditor)).text
    assert "Chỉ quản trị viên được chạy lại" in page and 'name="ho_so"' not in page
    for path in (f"/hang-loi/routing/{DOSSIER}/chay-lai", "/hang-loi/de-nghi", "/hang-loi/de-nghi/1"):
        assert (await client.post(path, headers=auditor)).status_code == 403
    assert here.replays == 0


async def test_what_was_decided_cannot_be_rewritten(there: Any) -> None:
    pool = there[2]
    for statement in ("delete from replay_proposal", "update replay_decision set approved = true", "truncate replay_made"):
        with pytest.raises(asyncpg.RaiseError):
            await pool.execute(statement)


async def test_a_dossiers_code_stands_with_its_letter(house: Any, there: Any) -> None:
    await house[1].transactor.take_in([letter("DossierReceived", 1, uuids.UUID(DOSSIER), code="H32.41-261125-0009")])
    assert "H32.41-261125-0009" in (await there[1].get("/hang-loi?tim=0009", headers=ONE)).text
    assert "Không có sự kiện nào khớp" in (await there[1].get("/hang-loi?tim=khong-co", headers=ONE)).text
