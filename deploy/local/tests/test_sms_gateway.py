import asyncio

import httpx2
import pytest
from lienthong_local.sinks import sinks

MESSAGE = {"reference": "m-1", "to": "+84901234567", "from": "LienThong", "text": "Ho so da xong"}


@pytest.fixture
async def gateway(tmp_path):
    """A gateway at work, and somebody who has its key."""
    async with sinks(tmp_path / "messages.jsonl") as running, sender(running) as http:
        running.gateway.mood.delay = 0
        yield running, http


def sender(running, key="lienthong"):
    return httpx2.AsyncClient(base_url=running.gateway_url, headers={"Authorization": f"Bearer {key}"}, timeout=10)


def send(http, **changes):
    return http.post("/messages", json=MESSAGE | changes)


async def receipts(http, count=1):
    """The first receipts, once there are so many."""
    async with asyncio.timeout(10):
        while len(found := (await http.get("/receipts?after=")).json()["receipts"]) < count:
            await asyncio.sleep(0.01)
    return found


async def test_a_message_is_taken_once_however_often_its_reference_comes(gateway):
    running, http = gateway
    first, again = await send(http), await send(http)
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json() == {"id": first.json()["id"], "parts": 1}
    (kept,) = running.newest()
    assert (kept["kind"], kept["provider"], kept["reference"], kept["to"]) == ("sms", "http", "m-1", "+84901234567")
    assert kept["message_id"] == first.json()["id"]


async def test_a_reference_is_known_after_a_restart_and_old_cursors_begin_anew(tmp_path):
    async with sinks(tmp_path / "messages.jsonl") as running, sender(running) as http:
        before = (await send(http)).json()
        cursor = (await http.get("/receipts?after=")).json()["cursor"]
    async with sinks(tmp_path / "messages.jsonl") as running, sender(running) as http:
        again = await send(http)
        assert (again.status_code, again.json()) == (200, before)
        await send(http, reference="m-2")
        await receipts(http)
        assert len((await http.get("/receipts", params={"after": cursor})).json()["receipts"]) == 1


@pytest.mark.parametrize(("changes", "error"), [
    ({"to": "0901234567"}, "invalid-destination"), ({"to": "+1901234567"}, "invalid-destination"),
    ({"from": "NamQuaDaiThatSu"}, "invalid-sender"), ({"text": "ơ" * 671}, "text-too-long"), ({"text": ""}, "malformed"),
    ({"reference": "x" * 65}, "malformed"), ({"reference": 7}, "malformed"),
])  # fmt: skip
async def test_what_cannot_be_sent_is_refused_with_its_reason(gateway, changes, error):
    running, http = gateway
    answer = await send(http, **changes)
    assert (answer.status_code, answer.json(), running.newest()) == (400, {"error": error}, [])


async def test_what_is_no_json_is_malformed(gateway):
    answer = await gateway[1].post("/messages", content=b"to=+84901234567")
    assert (answer.status_code, answer.json()) == (400, {"error": "malformed"})


async def test_parts_are_counted_as_they_are_charged(gateway):
    texts = ("x" * 160, "x" * 161, "ơ" * 71)
    assert [(await send(gateway[1], reference=f"m-{len(text)}", text=text)).json()["parts"] for text in texts] == [1, 2, 2]


async def test_what_an_earlier_release_kept_stops_nobody(tmp_path):
    (tmp_path / "kept.jsonl").write_text('{"kind": "sms", "to": "84912345678", "text": "x", "reference": 7, "message_id": "a-1"}\n')
    async with sinks(tmp_path / "kept.jsonl") as found:
        assert found.newest(1)[0]["provider"] is None and found.totals["sms"] == 1


@pytest.mark.parametrize("path", ["/messages/m-1", "/receipts"])
async def test_nobody_is_answered_without_the_key(gateway, path):
    async with sender(gateway[0], "guessed") as http:
        for answer in (await http.get(path), await send(http)):
            assert (answer.status_code, answer.json()) == (401, {"error": "unauthorised"})
    assert gateway[0].newest() == []


@pytest.mark.parametrize(("status", "error"), [(402, "no-credit"), (429, "throttled"), (503, "failed"), (400, "malformed")])
async def test_so_many_messages_meet_a_fault_and_the_next_is_taken(gateway, status, error):
    running, http = gateway
    running.gateway.mood.answer, running.gateway.mood.times, running.gateway.mood.retry_after = status, 2, 7
    answers = [await send(http) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 202]
    assert answers[0].json() == {"error": error}
    assert answers[0].headers.get("Retry-After") == ("7" if status == 429 else None)


async def test_a_number_may_be_refused(gateway):
    running, http = gateway
    running.gateway.mood.reject[MESSAGE["to"]] = "invalid-destination"
    assert ((await send(http)).status_code, (await send(http, to="+84907654321")).status_code) == (400, 202)


async def test_a_hanging_gateway_never_answers_and_keeps_nothing(gateway):
    running, http = gateway
    running.gateway.mood.hang = True
    with pytest.raises(httpx2.ReadTimeout):
        await http.post("/messages", json=MESSAGE, timeout=0.3)
    running.gateway.mood.hang = False
    assert (await send(http)).status_code == 202
    assert len(running.newest()) == 1


@pytest.mark.parametrize("kind", ["text", "shape", "half"])
async def test_an_answer_may_be_garbage_though_the_message_is_kept(gateway, kind):
    running, http = gateway
    running.gateway.mood.garbage = kind
    answer = await send(http)
    assert answer.status_code == 202
    if kind == "shape":
        assert not isinstance(answer.json(), dict)
    else:
        with pytest.raises(ValueError):
            answer.json()
    assert len(running.newest()) == 1


async def test_a_message_kept_before_the_cut_is_the_same_when_it_comes_again(gateway):
    running, http = gateway
    running.gateway.mood.cut = 1
    with pytest.raises(httpx2.TransportError):
        await send(http)
    (kept,) = running.newest()
    again = await send(http)
    assert (again.status_code, again.json()["id"]) == (200, kept["message_id"])
    assert len(running.newest()) == 1


async def test_a_message_can_be_asked_after(gateway):
    _, http = gateway
    message_id = (await send(http)).json()["id"]
    await receipts(http)
    assert (await http.get("/messages/m-1")).json() == {"id": message_id, "status": "delivered", "reason": None}
    unknown = await http.get("/messages/m-2")
    assert (unknown.status_code, unknown.json()) == (404, {"error": "unknown"})


async def test_receipts_say_what_became_of_each_number(gateway):
    running, http = gateway
    running.gateway.mood.fate = lambda number: "UNDELIV" if number.endswith("7") else "DELIVRD"
    message_id = (await send(http)).json()["id"]
    await send(http, reference="m-2", to="+84907654321")
    told = await receipts(http, 2)
    assert told[0] == {"id": message_id, "reference": "m-1", "status": "failed", "reason": "UNDELIV"}
    assert (told[1]["reference"], told[1]["status"]) == ("m-2", "delivered")


async def test_receipts_are_read_on_from_a_cursor_and_five_hundred_at_a_time(gateway):
    running, http = gateway
    for n in range(501):
        running.gateway.take(MESSAGE | {"reference": f"m-{n}"})
    await receipts(http, 500)
    pages, cursor = [], ""
    for _ in range(3):
        page = (await http.get("/receipts", params={"after": cursor})).json()
        cursor = page["cursor"]
        pages.append([receipt["reference"] for receipt in page["receipts"]])
    assert pages == [[f"m-{n}" for n in range(500)], ["m-500"], []]


async def test_receipts_may_come_twice_late_or_never(gateway):
    running, http = gateway
    mood = running.gateway.mood
    for reference, delay, times in (("never", 0, 0), ("late", 1, 1), ("twice", 0, 2)):
        mood.delay, mood.receipts = delay, times
        await send(http, reference=reference)
    assert [receipt["reference"] for receipt in await receipts(http, 3)] == ["twice", "twice", "late"]


async def test_looks_may_fail_and_be_garbage_too(gateway):
    running, http = gateway
    running.gateway.mood.lookup = 503
    assert [(await http.get(path)).status_code for path in ("/receipts", "/messages/m-1")] == [503, 503]
    running.gateway.mood.lookup, running.gateway.mood.lookup_garbage = 0, "shape"
    assert (await http.get("/receipts")).json() == ["ok"]
