"""What commands need from outside their rows: the desk's next numbers, persons sealed, drafts, dossiers that are alike."""

from collections.abc import Sequence
from typing import Any

from lienthong_runtime import Asked, Context

from intake import commands as c
from intake.domain.dossier import Dossier
from intake.numbers import Day, Numbers, Year
from intake.people import People
from intake.sealing import Seal
from intake.submitting import Prepared


class Preparing:
    """Prepares intake's commands, a batch at a time."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    async def read(self, connection: Any, asked: Sequence[Asked], context: Context) -> "Papers":
        """What the batch needs. The numbers last: until the commit every other process at that desk waits for them."""
        today = context.today
        people = await People.read(connection, self._seal, asked)
        days = ((desk, today) for one in asked if (desk := _receiving(one)))
        years = ((one.command.desk, today.year) for one in asked if _needs_receipt(one))
        return Papers(people, await Numbers.held(connection, days, years), context)


class Papers:
    """A batch's persons and numbers."""

    def __init__(self, people: People, numbers: Numbers, context: Context) -> None:
        self._people, self._numbers, self._today = people, numbers, context.today

    def extra(self, asked: Asked) -> Prepared:
        """The numbers and facts for this command. Raises Refused for a draft that is no submission."""
        code, receipt = self._day(asked), self._year(asked)
        alike, draft = self._people.alike(asked), self._people.draft(asked)
        return Prepared(code and self._numbers.next(code), receipt and self._numbers.next(receipt), alike, draft)

    def carried_out(self, asked: Asked, state: Dossier) -> None:
        """Its numbers are given, and its person is kept."""
        for of in (self._day(asked), self._year(asked)):
            if of:
                self._numbers.take(of)
        self._people.keep(asked, state)

    async def write(self, connection: Any) -> None:
        """Persons, drafts and numbers."""
        await self._people.write(connection)
        await self._numbers.write(connection)

    def _day(self, asked: Asked) -> Day | None:
        desk = _receiving(asked)
        return (desk, self._today) if desk else None

    def _year(self, asked: Asked) -> Year | None:
        return (asked.command.desk, self._today.year) if _needs_receipt(asked) else None


def _receiving(asked: Asked) -> str | None:
    """The desk whose next code the command takes, if it receives the dossier."""
    if isinstance(asked.command, c.Receive):
        desk: str = asked.state.desk
        return desk
    return asked.command.desk if isinstance(asked.command, c.Submit) and asked.command.exit == "receive" else None


def _needs_receipt(asked: Asked) -> bool:
    return isinstance(asked.command, c.PayFee) and asked.command.receipt_no is None
