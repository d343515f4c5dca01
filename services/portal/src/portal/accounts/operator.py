"""What the operator does at the server, with the database alone: the first administrator, trial accounts, a forgotten password."""

from datetime import timedelta
from typing import Any, NamedTuple

import asyncpg
import uuid_utils.compat as uuids
from lienthong_runtime.clock import system_now

from portal.accounts import rules, store
from portal.accounts.administration import ONE_TIME
from portal.accounts.passwords import LEAST, Hasher, one_time_password
from portal.audit.lines import Line, note

OPERATOR = "operator"


class Refused(Exception):
    """It can't be done so; the words say why."""


class Asked(NamedTuple):
    """An account as the operator wants it; with a password of its own it isn't asked for another."""

    login: str
    agency: str
    roles: frozenset[str]
    password: str = ""


async def add(connection: asyncpg.Connection, asked: Asked) -> dict[str, Any]:
    """A new account: its login and its password. Raises Refused."""
    # Which agencies there are is in the catalogue, which isn't here: another word than the catalogue's sees nothing.
    faults = rules.faults_of(rules.Wanted(*asked[:3]), None, (asked.agency,))
    if faults or (asked.password and len(asked.password) < LEAST):
        raise Refused(", ".join(faults.values()) or f"a password has at least {LEAST} characters")
    now, password = system_now(), asked.password or one_time_password()
    until: Any = None if asked.password else now + ONE_TIME
    hashed, roles = await Hasher().hash(password), sorted(asked.roles)
    row: tuple[Any, ...] = (uuids.uuid7(), asked.login, asked.agency or None, roles, hashed, until, [], None, now, OPERATOR)
    async with connection.transaction():
        if not await store.add_account(connection, row):
            raise Refused(f"there is an account {asked.login} already")
        await note(connection, now, Line("account.created", OPERATOR, "", asked.login, ",".join(roles)))
    return {"login": asked.login, "password": password, "one_time": not asked.password}


async def give_password(connection: asyncpg.Connection, login: str, length: timedelta = ONE_TIME) -> dict[str, Any]:
    """A one-time password for whoever has none to be given one by, such as the last administrator. Raises Refused."""
    now, password = system_now(), one_time_password()
    hashed = await Hasher().hash(password)
    async with connection.transaction():
        account = await store.look_for_try(connection, login)
        if account is None:
            raise Refused(f"there is no account {login}")
        await store.write_hash(connection, account["id"], hashed, now + length, now)
        ended = await store.end_sessions(connection, account["subject"], now, "password")
        lines = [Line("session.ended", OPERATOR, "", str(session), f"password {login}") for session in ended]
        await note(connection, now, Line("password.given", OPERATOR, "", login), *lines)
    return {"login": login, "password": password, "one_time": True}


async def every(connection: asyncpg.Connection) -> list[dict[str, Any]]:
    """All accounts, without a word of their passwords."""
    rows = await store.listed_accounts(connection, store.Asked(), "", 10_000)
    shown = ("login", "agency", "roles", "asked_roles")
    return [{name: row[name] for name in shown} | {"disabled": row["disabled_at"] is not None} for row in rows]
