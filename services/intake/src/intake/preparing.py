"""What a command needs from outside its row: the desk's next number, the person sealed, dossiers that are alike."""

from typing import Any
from uuid import UUID

import msgspec
from lienthong_calendar import VIET_NAM
from lienthong_runtime import Context

from intake import commands as c
from intake import store
from intake.domain.dossier import Dossier
from intake.domain.submission import normal_phone
from intake.person import Person
from intake.sealing import Seal
from intake.submitting import Prepared, whole_draft


class Preparing:
    """Prepares intake's commands, within their transaction: what is refused afterwards has left nothing behind."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self._ways: dict[type[Any], Any] = {
            c.Matter: self._submission, c.StartDraft: self._keep_draft, c.SubmitDraft: self._draft, c.PayFee: self._receipt,
            c.Attach: self._name_file, c.Receive: self._reception,
        }  # fmt: skip

    async def __call__(self, connection: Any, dossier_id: UUID, state: Dossier | None, command: Any, context: Context) -> Prepared:
        """The numbers and facts for this command."""
        for kind, prepare in self._ways.items():
            if isinstance(command, kind):
                return await prepare(connection, dossier_id, state, command, context)
        return Prepared()

    async def _receipt(self, connection: Any, _id: UUID, _state: Any, command: c.PayFee, context: Context) -> Prepared:
        if command.receipt_no is not None:
            return Prepared()
        return Prepared(receipt=await store.next_receipt(connection, command.desk, context.now.astimezone(VIET_NAM).year))

    async def _reception(self, connection: Any, _id: UUID, state: Dossier, _command: c.Receive, context: Context) -> Prepared:
        return Prepared(await self._number(connection, state.desk, context))

    async def _number(self, connection: Any, desk: str, context: Context) -> int:
        return await store.next_sequence(connection, desk, context.now.astimezone(VIET_NAM).date())

    async def _submission(self, connection: Any, dossier_id: UUID, state: Any, command: c.Matter, context: Context) -> Prepared:
        # Of a draft the files' names are known already; of a dossier that begins here nobody is.
        files = (await self._person(connection, dossier_id)).files if state else {}
        person = msgspec.structs.replace(person_of(command), files=files)
        sealed = self._seal.close(dossier_id, person, command.procedure)
        await store.keep_person(connection, sealed)
        alike = () if command.although_alike else await store.alike(connection, sealed.alike, dossier_id)
        # The number last: until the commit every other counter of this desk waits for its row.
        received = isinstance(command, c.Submit) and command.exit == "receive" and not alike
        sequence = await self._number(connection, command.desk, context) if received else None
        return Prepared(sequence=sequence, alike=alike)

    async def _keep_draft(self, connection: Any, dossier_id: UUID, _state: Any, command: c.StartDraft, _context: Context) -> Prepared:
        sealed = self._seal.lock(dossier_id, msgspec.json.encode(command.draft.fields))
        await store.keep_draft(connection, dossier_id, *sealed)
        return Prepared()

    async def _draft(self, connection: Any, dossier_id: UUID, state: Any, command: c.SubmitDraft, context: Context) -> Prepared:
        kept = await store.take_draft(connection, dossier_id)
        if kept is None:  # handed in already, or somebody else's: the decision says so
            return Prepared(draft={})
        fields = msgspec.json.decode(self._seal.unlock(dossier_id, kept["wrapped_key"], kept["body"]))
        submission = whole_draft(fields, command)
        prepared = await self._submission(connection, dossier_id, state, submission, context)
        await store.erase_draft(connection, dossier_id)
        return msgspec.structs.replace(prepared, draft=fields)

    async def _name_file(self, connection: Any, dossier_id: UUID, state: Dossier, command: c.Attach, _context: Context) -> Prepared:
        """A file's name may name people: it is kept with them."""
        person = await self._person(connection, dossier_id)
        named = msgspec.structs.replace(person, files={**person.files, str(command.document): command.file})
        await store.keep_person(connection, self._seal.close(dossier_id, named, state.procedure))
        return Prepared()

    async def _person(self, connection: Any, dossier_id: UUID) -> Person:
        kept = await store.persons(connection, [dossier_id])
        return self._seal.open(dossier_id, kept[0]["wrapped_key"], kept[0]["body"]) if kept else Person()


def person_of(matter: c.Matter) -> Person:
    """The person of a submission, phones as E.164."""
    delegate = matter.delegate
    return Person(
        matter.name, normal_phone(matter.phone) or "", matter.email, matter.address, matter.id_no, matter.content, matter.organisation,
        matter.tax_code, delegate.name if delegate else "", delegate.id_no if delegate else "",
        (delegate and normal_phone(delegate.phone)) or "", delegate.authority if delegate else "", matter.postal_address,
    )  # fmt: skip
