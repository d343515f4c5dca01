"""What commands get that share a transaction: numbers without gaps or doubles, and whose dossiers are alike."""

from datetime import UTC, date
from typing import Any

import pytest
import uuid_utils.compat as uuids
from intake import commands as c
from intake.preparing import Papers, Preparing
from intake.sealing import Seal
from intake_lives import DESK, NOON, at, context, dossier, submission
from lienthong_runtime import Asked

TODAY = NOON.date()


class Tables:
    """Stands for the database: it has given these numbers, knows these codes for everybody, and keeps what is written."""

    def __init__(self, last: dict[Any, int] | None = None, alike: tuple[str, ...] = ()) -> None:
        self.last, self.alike = last or {}, alike
        self.held: list[tuple[Any, ...]] = []
        self.written: dict[str, list[tuple[Any, ...]]] = {}

    async def fetch(self, statement: str, *columns: list[Any]) -> list[dict[str, Any]]:
        if "alike" in statement:
            return [{"alike": alike, "code": code} for alike in columns[0] for code in self.alike]
        counted = "received_on" if "code_sequence" in statement else "year"
        rows = list(zip(*columns, strict=True)) if len(columns) == 2 else []
        self.held += rows
        return [{"desk": desk, counted: of, "last": self.last.get((desk, of), 0)} for desk, of in rows]

    async def execute(self, statement: str, *columns: list[Any]) -> None:
        name = next(name for name in ("code_sequence", "receipt_sequence", "person", "draft") if name in statement)
        self.written[name] = list(zip(*columns, strict=True))


def receive(desk: str = DESK) -> Asked:
    return Asked(uuids.uuid7(), dossier("submitted", desk=desk), c.Receive(desk="H0", officer="mc1"))


def pay(receipt: str | None = None, desk: str = DESK) -> Asked:
    return Asked(uuids.uuid7(), dossier(), c.PayFee(desk=desk, receipt_no=receipt))


def take_in(**said: Any) -> Asked:
    return Asked(uuids.uuid7(), None, submission(**said))


async def papers(tables: Tables, *asked: Asked, now: Any = NOON) -> Papers:
    return await Preparing(Seal("0" * 32)).read(tables, asked, context(now))


def carried_out(made: Papers, asked: Asked, code: str = "") -> Any:
    extra = made.extra(asked)
    made.carried_out(asked, dossier(code=code) if code else dossier())
    return extra


async def test_those_who_share_a_transaction_get_numbers_one_after_another() -> None:
    tables, asked = Tables({(DESK, TODAY): 41}), [receive(), take_in(), receive()]
    made = await papers(tables, *asked)
    assert [carried_out(made, one).sequence for one in asked] == [42, 43, 44]
    await made.write(tables)
    assert tables.written["code_sequence"] == [(DESK, TODAY, 44)]
    assert "receipt_sequence" not in tables.written


async def test_whoever_is_refused_takes_no_number() -> None:
    asked = [receive(), receive()]
    tables = Tables()
    made = await papers(tables, *asked)
    assert (made.extra(asked[0]).sequence, carried_out(made, asked[1]).sequence) == (1, 1)
    await made.write(tables)
    assert tables.written["code_sequence"] == [(DESK, TODAY, 1)]


async def test_where_all_are_refused_nothing_is_written() -> None:
    asked, tables = [receive(), pay()], Tables()
    made = await papers(tables, *asked)
    assert [(extra.sequence, extra.receipt) for extra in map(made.extra, asked)] == [(1, None), (None, 1)]
    await made.write(tables)
    assert tables.written == {}


async def test_each_desk_counts_for_itself_and_by_its_own_day() -> None:
    midnight = at("2026-12-31T23:59")
    asked = [receive("H2"), receive("H1"), pay(desk="H2"), receive("H2")]
    tables = Tables({("H1", date(2026, 12, 31)): 7, ("H2", 2026): 99})
    made = await papers(tables, *asked, now=midnight)
    given = [carried_out(made, one) for one in asked]
    assert [(extra.sequence, extra.receipt) for extra in given] == [(1, None), (8, None), (None, 100), (2, None)]
    assert tables.held == [("H1", date(2026, 12, 31)), ("H2", date(2026, 12, 31)), ("H2", 2026)]


async def test_the_day_is_the_desks_and_not_the_machines() -> None:
    early = at("2027-01-01T00:30")  # still the year before in UTC
    asked, tables = [receive(), pay()], Tables()
    made = await papers(tables, *asked, now=early.astimezone(UTC))
    assert [(extra.sequence, extra.receipt) for extra in map(made.extra, asked)] == [(1, None), (None, 1)]
    assert tables.held == [(DESK, date(2027, 1, 1)), (DESK, 2027)]


async def test_desks_are_held_in_one_order_or_two_transactions_would_wait_for_each_other() -> None:
    tables, desks = Tables(), [f"H{n}" for n in (5, 2, 9, 1, 7, 3)]
    await papers(tables, *(receive(desk) for desk in desks), *(pay(desk=desk) for desk in desks))
    assert tables.held == [(desk, TODAY) for desk in sorted(desks)] + [(desk, TODAY.year) for desk in sorted(desks)]


@pytest.mark.parametrize("asked", [pay("BL-1"), take_in(exit="decline"), take_in(exit="return"), take_in(channel="online")],
                         ids=["a receipt that there is", "declined", "returned", "online"])  # fmt: skip
async def test_what_needs_no_number_holds_none(asked: Asked) -> None:
    tables = Tables()
    extra = (await papers(tables, asked)).extra(asked)
    assert (extra.sequence, extra.receipt, tables.held) == (None, None, [])


async def test_who_hands_in_is_kept_once_it_is_carried_out_and_only_then() -> None:
    asked, tables = [take_in(), take_in(name="Cao Thị F")], Tables()
    made = await papers(tables, *asked)
    carried_out(made, asked[1])
    await made.write(tables)
    assert [row[0] for row in tables.written["person"]] == [asked[1].dossier_id]


async def test_the_same_matter_twice_in_one_transaction_is_noticed_unless_the_desk_takes_it_all_the_same() -> None:
    first, again, other, wanted = take_in(), take_in(), take_in(name="Cao Thị F"), take_in(although_alike=True)
    made = await papers(Tables(), first, again, other, wanted)
    assert carried_out(made, first, "H32-1").alike == ()
    assert [made.extra(one).alike for one in (again, other, wanted)] == [("H32-1",), (), ()]


async def test_a_dossier_is_not_alike_to_itself_and_a_few_codes_are_enough() -> None:
    asked = take_in()
    made = await papers(Tables(alike=(str(asked.dossier_id), *(f"H32-{n}" for n in range(9)))), asked)
    assert made.extra(asked).alike == tuple(f"H32-{n}" for n in range(5))


async def test_a_draft_that_was_handed_in_is_kept_no_longer_and_one_that_was_refused_is() -> None:
    asked = [Asked(uuids.uuid7(), dossier("draft", owner="cd1"), c.SubmitDraft(owner="cd1")) for _ in range(2)]
    tables = Tables()
    made = await papers(tables, *asked)
    carried_out(made, asked[0])
    await made.write(tables)
    assert tables.written["draft"] == [(asked[0].dossier_id,)]
