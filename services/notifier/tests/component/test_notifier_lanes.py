"""What is urgent never waits behind what isn't, and a one-time code behind nothing (issue 6)."""

from uuid import uuid4

import pytest
from notifier_at_work import AtWork
from notifier_http import http

SLOW = {"smpp_rate": 20, "sms_gateway": ""}


def code(**changes):
    return {"id": str(uuid4()), "channel": "sms", "to": "+84912345678", "code": "482913", "minutes": 5} | changes


@pytest.mark.parametrize("work", [SLOW], indirect=True)
async def test_an_urgent_notice_passes_a_backlog_of_others(work: AtWork):
    await work.pause()
    ids = await work.receive(120)
    await work.supplement(ids[-1])
    work.resume()
    await work.status(ids[-1], "supplement_asked-1/sms", "accepted", "delivered")
    assert sum("can bo sung" not in m["text"] for m in work.sms()) < 80


@pytest.mark.parametrize("work", [SLOW], indirect=True)
async def test_a_one_time_code_passes_everything_and_is_never_kept(work: AtWork):
    ids = await work.receive(120)
    await work.until(lambda: _any(work.sms()))
    async with http(work) as client:
        before = len(work.sms())
        assert (await client.post("/internal/one-time-codes", json=code())).json() == {"accepted": True, "reason": ""}
    sms = work.sms()
    assert next(n for n, m in enumerate(sms) if "482913" in m["text"]) - before < 30 and len(sms) < len(ids)
    pool = work.running.pool
    kept = [await pool.fetch("table one_time_code"), await pool.fetch("table reference"), await pool.fetch("table outbox")]
    assert "482913" not in str(kept)


@pytest.mark.parametrize("work", [{"quiet": "00:00-23:59"}], indirect=True)
async def test_a_one_time_code_rings_at_any_hour_and_a_notice_doesn_t(work: AtWork):
    (dossier,) = await work.receive()
    async with http(work) as client:
        assert (await client.post("/internal/one-time-codes", json=code())).json()["accepted"]
    assert len(work.sms()) == 1 and (await work.message(dossier, "received/sms")).status == "queued"


async def test_the_same_request_twice_sends_one_code(work: AtWork):
    async with http(work) as client:
        asked = code()
        first, second = [(await client.post("/internal/one-time-codes", json=asked)).json() for _ in range(2)]
    assert first == second == {"accepted": True, "reason": ""} and len(work.sms()) == 1


async def test_a_code_goes_another_way_when_the_first_provider_fails(work: AtWork):
    work.sinks.sms.mood.refuse_bind = 0x0D
    async with http(work) as client:
        assert (await client.post("/internal/one-time-codes", json=code())).json()["accepted"]
    assert [m["provider"] for m in work.sms()] == ["http"]


async def test_a_code_by_mail(work: AtWork):
    async with http(work) as client:
        assert (await client.post("/internal/one-time-codes", json=code(channel="email", to="a@b.vn"))).json()["accepted"]
    assert "482913" in work.mails()[0]["text"]


@pytest.mark.parametrize(("changes", "status"), [({"code": "<b>1</b>"}, 422), ({"minutes": 0}, 422), ({"to": ""}, 422),
                                                 ({"channel": "email", "to": "a@b.vn, c@d.vn"}, 422)])  # fmt: skip
async def test_what_isn_t_a_code_is_refused(work: AtWork, changes, status):
    async with http(work) as client:
        assert (await client.post("/internal/one-time-codes", json=code(**changes))).status_code == status


async def test_a_code_for_a_landline_is_refused_and_said_why(work: AtWork):
    async with http(work) as client:
        answer = (await client.post("/internal/one-time-codes", json=code(to="+842583822222"))).json()
    assert answer == {"accepted": False, "reason": "landline"} and work.sms() == []


async def _any(found: list[object]) -> bool:
    return bool(found)
