"""Who hands in what a batch of commands is about: sealed, compared with open dossiers, kept once it is carried out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from lienthong_runtime import Asked, Refused

from intake import commands as c
from intake import store
from intake.domain.contact import normal_phone
from intake.domain.dossier import Dossier
from intake.person import Person
from intake.sealing import Seal, Sealed
from intake.submitting import whole_draft

MOST_ALIKE = 5  # codes shown


class People:
    """A batch's persons and drafts. `known` holds those of dossiers that exist already."""

    def __init__(self, seal: Seal, known: dict[UUID, Person], drafts: dict[UUID, dict[str, Any]]) -> None:
        self._seal, self._known, self._drafts = seal, known, drafts
        self._sealed: dict[UUID, Sealed] = {}
        self._codes: dict[bytes, list[str]] = {}
        self._kept: list[Sealed] = []
        self._begun: list[tuple[UUID, bytes, bytes]] = []
        self._handed_in: list[UUID] = []

    @classmethod
    async def read(cls, connection: Any, seal: Seal, asked: Sequence[Asked]) -> "People":
        """Persons and drafts of those that have any, and the open dossiers that are alike."""
        files, drafts = _ids(asked, c.Attach, c.SubmitDraft), _ids(asked, c.SubmitDraft)
        persons = await store.persons(connection, files) if files else []
        kept = await store.take_drafts(connection, drafts) if drafts else []
        people = cls(seal, {r["dossier_id"]: seal.open(r["dossier_id"], r["wrapped_key"], r["body"]) for r in persons},
                     {r["dossier_id"]: _fields(seal, r) for r in kept})  # fmt: skip
        people._seal_all(asked)
        if wanted := [sealed.alike for sealed in people._sealed.values()]:
            people._codes = await store.alike(connection, wanted)
        return people

    def _seal_all(self, asked: Sequence[Asked]) -> None:
        for one in asked:
            if (matter := self._matter(one)) is not None:
                person = msgspec.structs.replace(person_of(matter), files=self._known.get(one.dossier_id, Person()).files)
                self._sealed[one.dossier_id] = self._seal.close(one.dossier_id, person, matter.procedure)

    def _matter(self, asked: Asked) -> Any:
        if not isinstance(asked.command, c.SubmitDraft):
            return asked.command if isinstance(asked.command, c.Matter) else None
        try:
            return whole_draft(self._drafts.get(asked.dossier_id, {}), asked.command)
        except Refused:  # the decision says so, with every fault
            return None

    def alike(self, asked: Asked) -> tuple[str, ...]:
        """Codes of open dossiers about the same matter of the same person, unless the desk takes it all the same."""
        sealed = self._sealed.get(asked.dossier_id)
        if sealed is None or getattr(asked.command, "although_alike", False):
            return ()
        return tuple(code for code in self._codes.get(sealed.alike, ()) if code != str(asked.dossier_id))[:MOST_ALIKE]

    def draft(self, asked: Asked) -> dict[str, Any] | None:
        """What was filled in; nothing when it was handed in already, or is somebody else's: the decision says so."""
        return self._drafts.get(asked.dossier_id, {}) if isinstance(asked.command, c.SubmitDraft) else None

    def keep(self, asked: Asked, state: Dossier) -> None:
        """Remember whom the command is about."""
        if sealed := self._sealed.get(asked.dossier_id):
            self._kept.append(sealed)
            self._codes.setdefault(sealed.alike, []).append(state.code or str(asked.dossier_id))
        if isinstance(asked.command, c.SubmitDraft):
            self._handed_in.append(asked.dossier_id)
        elif isinstance(asked.command, c.StartDraft):
            locked = self._seal.lock(asked.dossier_id, msgspec.json.encode(asked.command.draft.fields))
            self._begun.append((asked.dossier_id, *locked))
        elif isinstance(asked.command, c.Attach):
            self._kept.append(self._with_file(asked))

    def _with_file(self, asked: Asked) -> Sealed:
        """A file's name may name people: it is kept with them."""
        person, command = self._known.get(asked.dossier_id, Person()), asked.command
        named = msgspec.structs.replace(person, files={**person.files, str(command.document): command.file})
        return self._seal.close(asked.dossier_id, named, asked.state.procedure)

    async def write(self, connection: Any) -> None:
        """Keep all of it."""
        await store.keep_persons(connection, self._kept)
        await store.keep_drafts(connection, self._begun)
        await store.erase_drafts(connection, self._handed_in)


def _ids(asked: Sequence[Asked], *kinds: type) -> list[UUID]:
    return [one.dossier_id for one in asked if isinstance(one.command, kinds)]


def _fields(seal: Seal, record: Any) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.json.decode(seal.unlock(record["dossier_id"], record["wrapped_key"], record["body"]))
    return fields


def person_of(matter: c.Matter) -> Person:
    """The person of a submission, phones as E.164."""
    delegate, phone = matter.delegate, normal_phone(matter.phone) or ""
    own = Person(matter.name, phone, matter.email, matter.address, matter.id_no, matter.content, matter.organisation, matter.tax_code,
                 postal_address=matter.postal_address, language=matter.language)  # fmt: skip
    if delegate is None:
        return own
    return msgspec.structs.replace(
        own, delegate=delegate.name, delegate_id_no=delegate.id_no, delegate_phone=normal_phone(delegate.phone) or "",
        delegate_email=delegate.email, authority=delegate.authority,
    )  # fmt: skip
