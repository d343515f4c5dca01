"""The tables of accounts and sessions: every statement."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal.accounts.session import Session

_TRY = """
select id, login, subject, agency, roles, hash, one_time_until, failures, locked_until, disabled_at from account where login = $1 for update
"""
_TRIES = "update account set failures = $2, locked_until = $3 where id = $1"
_HASH = "update account set hash = $2, one_time_until = $3, changed_at = $4, failures = 0, locked_until = null where id = $1"
_SECRET = "select login, subject, agency, roles, hash, disabled_at from account where id = $1"
_BEGIN = """
insert into session (id, key, account, subject, agency, roles, via, browser, created_at, seen_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)
"""
_BY_KEY = """
select id, account, subject, agency, roles, via, browser, created_at, seen_at, ends_at, ended_at, how from session where key = $1
"""
_SEEN = "update session set seen_at = $2 where id = $1 and seen_at < $2"
_END = "update session set ended_at = $2, how = $3 where id = $1 and ended_at is null returning subject"
_END_ALL = "update session set ended_at = $2, how = $3 where subject = $1 and ended_at is null and id <> all($4::uuid[]) returning id"
_OPEN_OF = """
select id, account, subject, agency, roles, via, browser, created_at, seen_at, ends_at, ended_at, how from session
where subject = $1 and ended_at is null and ends_at > $2 and seen_at > $3 order by seen_at desc limit 100
"""
_FORGET = "delete from session where ends_at < $1"
_ADD = """
insert into account (id, login, subject, agency, roles, hash, one_time_until, asked_roles, asked_by, created_at, created_by, changed_at,
    was_admin)
values ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9,
    $3::text is null and 'admin' = any($4::text[])) on conflict do nothing returning id
"""
_LISTED = """
select id, login, subject, agency, roles, one_time_until, failures, locked_until, asked_roles, asked_by, created_at, created_by, changed_at,
    disabled_at
from account
where ($1 = '' or $1 = any(roles) or $1 = any(asked_roles)) and ($2 = '' or agency = $2) and ($3 = '' or starts_with(login, $3))
    and ($4 = '' or ($4 = 'disabled') = (disabled_at is not null)) and login > $5
order by login limit $6
"""
_COUNTED = """
select count(*) from account
where ($1 = '' or $1 = any(roles) or $1 = any(asked_roles)) and ($2 = '' or agency = $2) and ($3 = '' or starts_with(login, $3))
    and ($4 = '' or ($4 = 'disabled') = (disabled_at is not null))
"""
_ONE = """
select id, login, subject, agency, roles, one_time_until, failures, locked_until, asked_roles, asked_by, created_at, created_by, changed_at,
    disabled_at
from account where id = $1
"""
_ANY = "select exists (select from account where login = $1 or subject = $1)"
_ADMINISTRATORS = "select count(*) from account where 'admin' = any(roles) and agency is null and disabled_at is null"
_EVER = "select count(*) from account where was_admin"
_ALONE = "select pg_advisory_xact_lock(hashtext('account.administration'))"
_CHANGE = """
update account set roles = $2, agency = $3, asked_roles = $4, asked_by = $5, disabled_at = $6, changed_at = $7,
    was_admin = was_admin or ($3::text is null and 'admin' = any($2::text[])) where id = $1
"""


class Asked(NamedTuple):
    """Which accounts: in a role, of an agency, whose login begins so, in use or disabled; empty is any."""

    role: str = ""
    agency: str = ""
    login: str = ""
    state: str = ""


async def look_for_try(connection: Any, login: str) -> Any:
    """An account whose password is about to be tried; its row is held until the try is counted."""
    return await connection.fetchrow(_TRY, login)


async def write_tries(connection: Any, account: UUID | None, failures: int, locked_until: datetime | None) -> None:
    """How often it went wrong; of nobody's account, so that it takes as long, nothing."""
    await connection.execute(_TRIES, account, failures, locked_until)


async def write_hash(connection: Any, account: UUID, hashed: str, one_time_until: datetime | None, now: datetime) -> None:
    """A new password."""
    await connection.execute(_HASH, account, hashed, one_time_until, now)


async def secret_of(connection: Any, account: UUID) -> Any:
    """An account with its hash."""
    return await connection.fetchrow(_SECRET, account)


async def add_session(connection: Any, session: Session, key: bytes) -> None:
    """A session begins."""
    who = (session.account, session.subject, session.agency, sorted(session.roles))
    await connection.execute(_BEGIN, session.id, key, *who, session.via, session.browser, session.created_at, session.ends_at)


async def session_by(connection: Any, key: bytes) -> Session | None:
    """The session that a browser's secret belongs to, open or not."""
    return _session(await connection.fetchrow(_BY_KEY, key))


async def see_session(connection: Any, session: UUID, now: datetime) -> None:
    """Its owner did something."""
    await connection.execute(_SEEN, session, now)


async def end_session(connection: Any, session: UUID, now: datetime, how: str) -> str | None:
    """It is over; whose it was, or None where it was over before."""
    subject: str | None = await connection.fetchval(_END, session, now, how)
    return subject


async def end_sessions(connection: Any, subject: str, now: datetime, how: str, but: Collection[UUID] = ()) -> list[UUID]:
    """All of somebody's but these are over."""
    return [row["id"] for row in await connection.fetch(_END_ALL, subject, now, how, list(but))]


async def open_sessions(connection: Any, subject: str, now: datetime, seen_since: datetime) -> list[Session]:
    """Somebody's sessions that still count, the last used first."""
    found = (_session(row) for row in await connection.fetch(_OPEN_OF, subject, now, seen_since))
    return [session for session in found if session is not None]


async def forget_sessions(connection: Any, before: datetime) -> None:
    """Drop those that ended long ago; what matters of them is in the audit log."""
    await connection.execute(_FORGET, before)


async def add_account(connection: Any, account: Sequence[Any]) -> bool:
    """A new account (id, login, agency, roles, hash, one_time_until, asked_roles, asked_by, now, by); False where the login is taken."""
    return await connection.fetchval(_ADD, *account) is not None


async def listed_accounts(connection: Any, asked: Asked, after: str, most: int) -> list[Any]:
    """Accounts in the order of logins, from behind `after`."""
    found: list[Any] = await connection.fetch(_LISTED, *asked, after, most)
    return found


async def count_accounts(connection: Any, asked: Asked) -> int:
    """How many there are of them."""
    count: int = await connection.fetchval(_COUNTED, *asked)
    return count


async def account_of(connection: Any, account: UUID) -> Any:
    """One account without its hash, or None."""
    return await connection.fetchrow(_ONE, account)


async def is_taken(connection: Any, subject: str) -> bool:
    """Whether a local account has this name."""
    taken: bool = await connection.fetchval(_ANY, subject)
    return taken


async def count_administrators(connection: Any) -> int:
    """Who may administer every account."""
    count: int = await connection.fetchval(_ADMINISTRATORS)
    return count


async def count_former(connection: Any) -> int:
    """Who may administer every account, or ever might."""
    count: int = await connection.fetchval(_EVER)
    return count


async def administer_alone(connection: Any) -> None:
    """Until the transaction's end nobody else changes an account: two administrators who disable each other leave none."""
    await connection.execute(_ALONE)


async def write_account(connection: Any, account: UUID, change: Sequence[Any]) -> None:
    """Its roles, agency, roles that wait and by whom, since when it is disabled, and now."""
    await connection.execute(_CHANGE, account, *change)


def _session(row: Any) -> Session | None:
    return None if row is None else Session(**{**row, "roles": frozenset(row["roles"])})
