"""What administrators do with accounts: each act in one transaction with its line in the audit log."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from lienthong_contracts.catalogue import AgencyPublished
from lienthong_runtime import Actor, Parts
from lienthong_runtime.guard import OVERSEER, enter_scope, leave

from portal.accounts import rules, store
from portal.accounts.passwords import Hasher, one_time_password
from portal.accounts.rules import Wanted
from portal.accounts.sessions import Sessions
from portal.audit.lines import by as line_by
from portal.audit.lines import note

ONE_TIME = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the account, a password to hand over, or what was wrong, by field."""

    account: UUID | None = None
    password: str = ""
    faults: dict[str, str] | None = None
    waiting: bool = False


class Administration:
    """Accounts, as an administrator may change them."""

    def __init__(self, sessions: Sessions, hasher: Hasher, parts: Parts) -> None:
        self._sessions, self._hasher, self._parts = sessions, hasher, parts

    def agencies(self) -> dict[str, str]:
        """The agencies of today, by id, with their names."""
        return {a.id: a.name for a in self._parts.catalogue.every_in_force(AgencyPublished, self._parts.today)}

    def reach(self, by: Actor) -> tuple[str, ...] | None:
        """The agencies whose accounts an administrator looks after: their own, its predecessors and all below; None for every one."""
        if by.agency is None:
            return None
        found = list(self._parts.catalogue.line_of(by.agency))
        today = self._parts.catalogue.every_in_force(AgencyPublished, self._parts.today)
        for above in found:
            found += [agency.id for agency in today if agency.parent == above and agency.id not in found]
        return tuple(found)

    async def look(self, connection: Any, by: Actor) -> None:
        """From here the connection sees the accounts and sessions that the administrator may see."""
        await enter_scope(connection, (OVERSEER, ",".join(self.reach(by) or ()), by.subject))

    async def create(self, by: Actor, wanted: Wanted) -> Done:
        """A new account with a password to hand over."""
        if faults := rules.faults_of(wanted, self.reach(by), self.agencies()):
            return Done(faults=faults)
        password, now, account = one_time_password(), self._sessions.now(), uuids.uuid7()
        hashed = await self._hasher.hash(password)
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            await store.administer_alone(connection)
            roles, waiting = rules.given(wanted.roles, frozenset(), await store.count_former(connection))
            row = (account, wanted.login, wanted.agency or None, sorted(roles), hashed, now + ONE_TIME, sorted(waiting),
                   by.subject if waiting else None, now, by.subject)  # fmt: skip
            if not await store.add_account(connection, row):
                return Done(faults={"login": "account.login.taken"})
            lines = [line_by(by, "account.created", wanted.login, ",".join(sorted(roles)))]
            lines += [line_by(by, "account.asked", wanted.login, ",".join(sorted(waiting)))] if waiting else []
            await note(connection, now, *lines)
        return Done(account, password, waiting=bool(waiting))

    async def change(self, by: Actor, account: UUID, agency: str, roles: frozenset[str]) -> Done:
        """Other roles, or another agency. Raises LookupError for an account that isn't theirs to see."""
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            known = await self._held(connection, by, account)
            wanted = Wanted(known["login"], agency, roles)
            faults = rules.faults_of(wanted, self.reach(by), self.agencies()) or self._own(by, known)
            held, administrators = frozenset(known["roles"]), await store.count_administrators(connection)
            if not faults and rules.leaves_nobody(held, known["agency"], not known["disabled_at"], roles if not agency else frozenset(),
                                                  administrators):  # fmt: skip
                faults = {"roles": "account.last"}
            if faults:
                return Done(account, faults=faults)
            counts, waiting = rules.given(roles, held, await store.count_former(connection))
            await self._write(connection, by, known, counts, agency or None, waiting)
        self._sessions.forget()
        return Done(account, waiting=bool(waiting))

    async def settle(self, by: Actor, account: UUID, confirmed: bool) -> Done:
        """A second administrator gives the roles that wait, or declines. Raises LookupError."""
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            known = await self._held(connection, by, account)
            # Whoever asked may take it back; only somebody else may grant it.
            if not known["asked_roles"] or (confirmed and not _may_confirm(by, known)):
                return Done(account, faults={"waiting": "account.four_eyes"})
            roles = sorted({*known["roles"], *known["asked_roles"]}) if confirmed else known["roles"]
            now = self._sessions.now()
            await store.write_account(connection, account, (roles, known["agency"], [], None, known["disabled_at"], now))
            act = "account.confirmed" if confirmed else "account.declined"
            await note(connection, now, line_by(by, act, known["login"], ",".join(known["asked_roles"])))
            await self._sessions.end_all(connection, by, known["subject"], "roles")
        self._sessions.forget()
        return Done(account)

    async def disable(self, by: Actor, account: UUID, disabled: bool) -> Done:
        """Nobody signs in by it any more, and whoever is signed in is out; or again. Raises LookupError."""
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            known = await self._held(connection, by, account)
            held, administrators = frozenset(known["roles"]), await store.count_administrators(connection)
            faults = self._own(by, known)
            if disabled and rules.leaves_nobody(held, known["agency"], not known["disabled_at"], frozenset(), administrators):
                faults = {"state": "account.last"}
            if faults:
                return Done(account, faults=faults)
            now = self._sessions.now()
            row = (known["roles"], known["agency"], known["asked_roles"], known["asked_by"], now if disabled else None, now)
            await store.write_account(connection, account, row)
            await note(connection, now, line_by(by, "account.disabled" if disabled else "account.enabled", known["login"]))
            await self._sessions.end_all(connection, by, known["subject"], "disabled")
        self._sessions.forget()
        return Done(account)

    async def give_password(self, by: Actor, account: UUID) -> Done:
        """A password to hand over to whoever forgot theirs; their sessions end. Raises LookupError."""
        password, now = one_time_password(), self._sessions.now()
        hashed = await self._hasher.hash(password)
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            known = await self._held(connection, by, account)
            if faults := self._own(by, known) or _of_an_overseer(known):
                return Done(account, faults=faults)
            await store.write_hash(connection, account, hashed, now + ONE_TIME, now)
            await note(connection, now, line_by(by, "password.given", known["login"]))
            await self._sessions.end_all(connection, by, known["subject"], "password")
        self._sessions.forget()
        return Done(account, password)

    async def end_sessions(self, by: Actor, account: UUID) -> Done:
        """Sign somebody out everywhere. Raises LookupError."""
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            known = await self._held(connection, by, account)
            await self._sessions.end_all(connection, by, known["subject"], "administrator")
        self._sessions.forget()
        return Done(account)

    async def _held(self, connection: Any, by: Actor, account: UUID) -> Any:
        """The account, if it is theirs to see, and nobody else changes one until the transaction's end."""
        await store.administer_alone(connection)
        await self.look(connection, by)
        known = await store.account_of(connection, account)
        await leave(connection)
        if known is None or (self.reach(by) is not None and rules.OVERSEEING & {*known["roles"], *known["asked_roles"]}):
            raise LookupError
        return known

    def _own(self, by: Actor, known: Any) -> dict[str, str]:
        return {"roles": "account.own"} if by.subject == known["subject"] else {}

    async def _write(self, connection: Any, by: Actor, known: Any, roles: frozenset[str], agency: str | None,
                     waiting: frozenset[str]) -> None:  # fmt: skip
        now, who = self._sessions.now(), by.subject if waiting else None
        await store.write_account(connection, known["id"], (sorted(roles), agency, sorted(waiting), who, known["disabled_at"], now))
        told = f"{','.join(known['roles'])}@{known['agency'] or ''} > {','.join(sorted(roles))}@{agency or ''}"
        lines = [line_by(by, "account.changed", known["login"], told)]
        lines += [line_by(by, "account.asked", known["login"], ",".join(sorted(waiting)))] if waiting else []
        await note(connection, now, *lines)
        await self._sessions.end_all(connection, by, known["subject"], "roles")


def _may_confirm(by: Actor, known: Any) -> bool:
    return rules.may_confirm(by, known["asked_by"], known["subject"], known["one_time_until"] is not None)


def _of_an_overseer(known: Any) -> dict[str, str]:
    # Whoever gives a colleague a password could sign in as that colleague, and be the second pair of eyes as well.
    return {"password": "account.operator"} if rules.OVERSEEING & {*known["roles"]} else {}
