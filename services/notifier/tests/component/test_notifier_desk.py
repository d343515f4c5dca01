"""What the desk and the heads get: calls that are owed, messages to be looked at, and one mail for many dossiers (issue 6)."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from lienthong_contracts import DeadlineBreached, DossierStalled
from lienthong_local.identity import Issuer
from notifier_at_work import AtWork
from notifier_http import http

ISSUER = Issuer("a secret of these tests")
DESK, ELSEWHERE = "H32.41", "H32.42"
CALL, MAIL = "received/phone", "breached-2026-11-27/email@H32.41.head"
pytestmark = pytest.mark.parametrize("work", [{"identity_keys": ISSUER.public}], indirect=True)


def as_(work, role="desk", agency=DESK, who="ntb"):
    return http(work, ISSUER.token(who, agency, (role,)))


async def owed(work: AtWork):
    """A dossier whose applicant nothing can reach."""
    work.people.usual = {"phone": "+842583822222", "email": ""}
    (dossier,) = await work.receive()
    await work.status(dossier, CALL, "queued")
    return dossier


async def phone(client, dossier, reached=True, message=CALL):
    return await client.post(f"/dossiers/{dossier}/phone-calls", json={"message": message, "reached": reached},
                             headers={"Idempotency-Key": uuid4().hex})  # fmt: skip


async def calls(client):
    return (await client.get("/phone-calls")).json()


@pytest.mark.parametrize("role", ["desk", "officer", "head"])
async def test_the_desk_sees_its_calls_and_says_what_came_of_them(work: AtWork, role):
    dossier = await owed(work)
    async with as_(work, role) as client:
        (call,) = await calls(client)
        assert (call["dossier_id"], call["message"], call["template"], call["tries"]) == (str(dossier), CALL, "received", 0)
        assert (await phone(client, dossier, reached=False)).status_code < 300
        assert [call["tries"] for call in await calls(client)] == [1]
        assert (await phone(client, dossier)).status_code < 300
        assert await calls(client) == [] and (await phone(client, dossier)).status_code == 422
    assert [(e["agency"], e["officer"], e["reached"]) for e in await work.said("PhoneCallMade")] == [
        (DESK, "ntb", False), (DESK, "ntb", True)]  # fmt: skip
    assert (await work.message(dossier, CALL)).status == "delivered"


async def test_another_agency_s_officer_sees_no_call_no_message_and_may_say_nothing(work: AtWork):
    dossier = await owed(work)
    async with as_(work, agency=ELSEWHERE) as client:
        assert await calls(client) == [] and (await client.get(f"/dossiers/{dossier}/messages")).status_code == 404
        assert (await phone(client, dossier)).status_code in (403, 404)
    assert await work.said("PhoneCallMade") == [] and (await work.message(dossier, CALL)).status == "queued"


@pytest.mark.parametrize("role", ["admin", "approver", "auditor"])
async def test_who_isn_t_at_the_desk_may_not_say_that_somebody_was_phoned(work: AtWork, role):
    dossier = await owed(work)
    async with as_(work, role) as client:
        assert (await phone(client, dossier)).status_code == 403
    assert await work.said("PhoneCallMade") == []


async def test_a_stranger_sees_nothing_at_all(work: AtWork):
    dossier = await owed(work)
    async with http(work, "nobody") as client:
        answers = [await client.get("/phone-calls"), await client.get(f"/dossiers/{dossier}/messages"), await phone(client, dossier),
                   await client.get("/previews/received"), await client.post("/internal/one-time-codes", json={}),
                   await client.get("/internal/preferences/x")]  # fmt: skip
    assert {answer.status_code for answer in answers} <= {401, 403}


async def test_a_call_that_isn_t_owed_is_refused_by_name(work: AtWork):
    (dossier,) = await work.receive()
    await work.status(dossier, "received/sms", "delivered")
    async with as_(work) as client:
        answer = await phone(client, dossier)
    assert answer.status_code == 422 and "không còn cuộc gọi nào" in answer.text


async def test_a_dossier_s_messages_are_shown_with_their_tries_and_no_address(work: AtWork):
    (dossier,) = await work.receive()
    await asyncio.gather(work.status(dossier, "received/sms", "delivered"), work.status(dossier, "received/email", "accepted"))
    for role, agency in (("desk", DESK), ("auditor", "")):
        async with as_(work, role, agency) as client:
            answer = await client.get(f"/dossiers/{dossier}/messages")
            messages = answer.json()["messages"]
            assert [messages["received/sms"]["tries"][0][n] for n in (0, 2)] == ["smpp", "accepted"]
            assert "912345678" not in answer.text and "example.vn" not in answer.text
            assert (await client.get(f"/dossiers/{uuid4()}/messages")).status_code == 404


async def test_what_waits_for_a_head_goes_in_one_mail_however_many_dossiers(work: AtWork):
    work.people.staff["H32.41.head"] = ["truong@h32.vn", "pho@h32.vn"]
    ids = await work.receive(7)
    # Receipts too: a row that is being written while time acts is skipped, and told in the next mail.
    quiet = {"received/email": "accepted", "received/sms": "delivered"}
    await asyncio.gather(*(work.status(i, key, status) for i in ids for key, status in quiet.items()))
    await work.pause()
    for dossier in ids:
        await work.learn(stalled(dossier))
    keys = {i: next(k for k in (await look(work, i)) if k.startswith("stalled")) for i in ids}
    await asyncio.gather(*map(work.hurry, ids))
    work.resume()
    await asyncio.gather(*(work.status(i, key, "accepted") for i, key in keys.items()))
    digests = [mail for mail in work.mails() if "truong@h32.vn" in str(mail)]
    assert len({mail["message_id"] for mail in digests}) == 1 and digests[0]["subject"].startswith("7 hồ sơ")
    assert all(f"H32.41-261126-{n:04}" in digests[0]["text"] for n in range(1, 8))


async def test_one_urgent_fact_is_a_mail_of_its_own_at_once(work: AtWork):
    work.people.staff["H32.41.head"] = ["truong@h32.vn"]
    (dossier,) = await work.receive()
    await work.learn(breached(dossier))
    await work.status(dossier, MAIL, "accepted")
    (mail,) = [mail for mail in work.mails() if mail["to"] == "truong@h32.vn"]
    assert "H32.41-261126-0001" in mail["subject"] and "ho-so/H32.41-261126-0001" in mail["text"]


async def test_where_no_head_is_entered_it_is_said_that_nobody_was_told(work: AtWork):
    (dossier,) = await work.receive()
    await work.learn(breached(dossier))
    await work.status(dossier, MAIL, "suppressed")
    (said,) = await work.said("MessageSuppressed")
    assert (said["reason"], said["recipient"], said["agency"]) == ("no-address", "head", DESK)


async def look(work, dossier):
    return (await work.running.transactor.rows.look(work.running.pool, dossier)).state.messages


def stalled(dossier):
    return DossierStalled.model_validate(DossierStalled.example | told(dossier))


def breached(dossier):
    return DeadlineBreached.model_validate(DeadlineBreached.example | told(dossier))


def told(dossier):
    return {"dossier_id": dossier, "at": datetime.now(UTC), "told": {"agency": DESK, "person": "head"}}
