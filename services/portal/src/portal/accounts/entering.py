"""Signing in with a password: tries counted before one is looked at, and one answer for whatever was wrong."""

from typing import Any, NamedTuple
from uuid import UUID

from portal.accounts import store
from portal.accounts.lockout import Tries
from portal.accounts.passwords import MOST, Hasher
from portal.accounts.session import Person
from portal.accounts.sessions import Sessions
from portal.audit.lines import Line, note


class Tried(NamedTuple):
    """An account as it was when its password was tried, and why it would have been refused whatever the password."""

    account: Any
    refused: str


class Entering:
    """Looks at logins and passwords."""

    def __init__(self, sessions: Sessions, hasher: Hasher) -> None:
        self._sessions, self._hasher = sessions, hasher

    async def person(self, login: str, password: str) -> Person | None:
        """Who it is; None for an unknown login, a wrong password, a pause or a disabled account alike, after the same time."""
        tried = await self._count(login.strip().lower())
        account = tried.account
        # The hash is computed in every case: who measures how long an answer takes learns nothing.
        right = await self._hasher.is_right(password[:MOST], account and account["hash"])
        reason = tried.refused or ("" if right and len(password) <= MOST else "wrong")
        await self._settle(account, reason)
        if reason:
            return None
        once = account["one_time_until"] is not None
        roles = frozenset[str](() if once else account["roles"])
        return Person(account["subject"], account["agency"], roles, "one_time" if once else "password", account["id"])

    async def _count(self, login: str) -> Tried:
        now = self._sessions.now()
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            account = await store.look_for_try(connection, login)
            tries = Tries(account["failures"], account["locked_until"]) if account else Tries()
            counted = tries.counted(now) if tries.allows(now) else tries
            await store.write_tries(connection, account and account["id"], *counted)
        return Tried(account, _refused(account, tries.allows(now), now))

    async def _settle(self, account: Any, reason: str) -> None:
        now = self._sessions.now()
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            if not reason:
                await store.write_tries(connection, account["id"], 0, None)
            elif account:
                await note(connection, now, Line("sign_in.failed", account["subject"], account["agency"] or "", account["login"], reason))
            else:  # what was typed may be a password in the wrong field, or somebody's number: it is not written down
                await note(connection, now, Line("sign_in.failed", detail="unknown"))

    async def change_password(self, account: UUID, old: str, new: str) -> bool:
        """A new password in place of the old one, which counts as a try; False where the old one was wrong."""
        async with self._sessions.pool.acquire() as connection:
            known = await store.secret_of(connection, account)
        if known is None or await self.person(known["login"], old) is None:
            return False
        hashed, now = await self._hasher.hash(new), self._sessions.now()
        async with self._sessions.pool.acquire() as connection, connection.transaction():
            await store.write_hash(connection, account, hashed, None, now)
            await note(connection, now, Line("password.changed", known["subject"], known["agency"] or "", known["login"]))
        return True


def _refused(account: Any, allowed: bool, now: Any) -> str:
    if account is None:
        return "unknown"
    if account["disabled_at"] is not None:
        return "disabled"
    if not allowed:
        return "paused"
    return "lapsed" if account["one_time_until"] is not None and account["one_time_until"] <= now else ""
