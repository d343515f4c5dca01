"""What can't be handled is set aside, visibly, and nobody else waits for it (design.md §3)."""

import uuid_utils.compat as uuids
from awaiting import until
from lienthong_runtime.rehearsal import rehearse
from toy import Staff, Toy


async def test_a_dossier_waits_behind_its_unprocessable_event_and_others_go_on(toy: Toy, staff: Staff) -> None:
    waiting, other = uuids.uuid7(), uuids.uuid7()
    await toy.send(waiting, "an", "stranger", "binh")
    await toy.send(other, "chau", "dung")
    await until(lambda: _is(toy, other, ("chau", "dung")))
    await until(lambda: _dead(toy, 2))
    assert await toy.officers(waiting) == ("an",)
    assert sorted(await toy.dead()) == [("UnknownOfficer", "set_aside"), ("Waiting", "parked")]

    staff.unknown.clear()
    assert await toy.running.replay(waiting) == {"applied": 2, "set_aside": 0}
    assert await toy.officers(waiting) == ("an", "stranger", "binh")
    await toy.send(waiting, "em")
    await until(lambda: _is(toy, waiting, ("an", "stranger", "binh", "em")))
    assert await toy.dead() == []


async def test_a_replay_that_fails_again_keeps_the_order(toy: Toy, staff: Staff) -> None:
    dossier = uuids.uuid7()
    staff.unknown.add("nobody")
    await toy.send(dossier, "nobody", "an")
    await until(lambda: _dead(toy, 2))
    assert await toy.running.replay(dossier) == {"applied": 0, "set_aside": 2}
    await toy.send(dossier, "binh")
    await until(lambda: _dead(toy, 3))
    staff.unknown.clear()
    assert await toy.running.replay(dossier) == {"applied": 3, "set_aside": 0}
    assert await toy.officers(dossier) == ("nobody", "an", "binh")


async def test_a_dry_run_shows_what_a_replay_would_do_and_writes_nothing(toy: Toy, staff: Staff) -> None:
    dossier, transactor = uuids.uuid7(), toy.running.transactor
    staff.unknown.add("stranger")
    await toy.send(dossier, "an", "stranger", "binh")
    await until(lambda: _dead(toy, 2))
    assert [(s.result, s.reason) for s in await rehearse(transactor, dossier)] == [("set_aside", "UnknownOfficer"), ("parked", "Waiting")]
    staff.unknown.clear()
    found = await rehearse(transactor, dossier)
    assert [(s.result, s.changes[-1].after, s.events[0]["kind"]) for s in found] == [
        ("applied", "stranger", "LegCompleted"), ("applied", "binh", "LegCompleted")]  # fmt: skip
    assert await toy.officers(dossier) == ("an",)
    assert sorted(await toy.dead()) == [("UnknownOfficer", "set_aside"), ("Waiting", "parked")]
    assert await toy.running.replay(dossier) == {"applied": 2, "set_aside": 0}


async def test_a_bug_in_a_decision_is_narrowed_to_the_event_that_fails(toy: Toy, staff: Staff) -> None:
    dossiers = [uuids.uuid7() for _ in range(20)]
    for number, dossier in enumerate(dossiers):
        await toy.send(dossier, "bug" if number == 7 else "an", "binh")
    await until(lambda: _is(toy, dossiers[19], ("an", "binh")), patience=60)
    for number, dossier in enumerate(dossiers):
        await until(lambda d=dossier, n=number: _is(toy, d, () if n == 7 else ("an", "binh")))
    assert sorted(await until(lambda: _dead(toy, 2))) == [("Waiting", "parked"), ("ZeroDivisionError", "set_aside")]
    staff.faulty.clear()
    await toy.running.replay(dossiers[7])
    assert await toy.officers(dossiers[7]) == ("bug", "binh")


async def test_records_that_are_no_events_stop_nobody(toy: Toy) -> None:
    dossier, key = uuids.uuid7(), b"k"
    whole = [("ce_specversion", b"1.0"), ("ce_id", str(uuids.uuid7()).encode()), ("ce_type", b"vn.lienthong.OfficerAssigned"),
             ("ce_source", b"/lienthong/routing"), ("ce_subject", str(uuids.uuid7()).encode()),
             ("ce_time", b"2026-11-23T09:00:00+07:00"), ("ce_number", b"1")]  # fmt: skip
    await toy.send_raw(key, b"{}", [("ce_type", b"vn.lienthong.OfficerAssigned"), ("ce_id", b"\xff\xfe")], partition=0)
    await toy.send_raw(key, b"{}", [], partition=0)
    await toy.send_raw(key, None, whole, partition=0)
    await toy.send_raw(key, b"not json", [*whole[:4], ("ce_subject", str(uuids.uuid7()).encode()), *whole[5:]], partition=0)
    await toy.send_raw(key, b"{}", [("ce_type", b"vn.lienthong.SomethingNewer")], partition=0)
    await toy.send_raw(key, b"{}", [("ce_type", None)], partition=0)  # type: ignore[list-item]
    await toy.send(dossier, "an")
    await until(lambda: _is(toy, dossier, ("an",)))
    reasons = await until(lambda: _dead(toy, 5))
    assert sorted(reason for reason, _ in reasons) == ["BrokenBody", "BrokenBody", "BrokenHeader", "BrokenHeader", "BrokenHeader"]


async def test_what_is_set_aside_is_told_on_the_dead_letter_topic(toy: Toy) -> None:
    async def told() -> bool:
        return await toy.outbox() == 0

    await until(told)


async def _is(toy: Toy, dossier, officers) -> bool:  # type: ignore[no-untyped-def]
    return await toy.officers(dossier) == officers


async def _dead(toy: Toy, count: int) -> list[tuple[str, str]] | None:
    dead = await toy.dead()
    return dead if len(dead) >= count else None
