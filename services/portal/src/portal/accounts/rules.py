"""Who may give which role to whom, and what an account may be: pure."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from lienthong_runtime import AT_WORK, OVERSEERS, Actor

from portal.folding import folded

LOGIN = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
LEAST, MOST = 3, 40
WORKING, OVERSEEING = frozenset[str](AT_WORK), frozenset[str](OVERSEERS)
GIVEN = (*AT_WORK, *OVERSEERS, "citizen")  # what an account here can be; an outside system's adapter has a token


class Wanted(NamedTuple):
    """An account as an administrator would have it."""

    login: str
    agency: str
    roles: frozenset[str]


class Given(NamedTuple):
    """Roles that count at once, and those that wait for a second administrator."""

    roles: frozenset[str]
    waiting: frozenset[str]


def faults_of(wanted: Wanted, reach: Collection[str] | None, agencies: Collection[str]) -> dict[str, str]:
    """What is wrong, by field, as keys of words; `reach` are the agencies that the administrator looks after, None for all."""
    return {**_login_faults(wanted.login), **_agency_faults(wanted, reach, agencies), **_role_faults(wanted.roles, reach)}


def _login_faults(login: str) -> dict[str, str]:
    if not LEAST <= len(login) <= MOST or not LOGIN.fullmatch(login):
        # It begins with a letter, so that nobody's number becomes a login: it stands in logs and on pages.
        return {"login": "account.login.wrong"}
    return {}


def _agency_faults(wanted: Wanted, reach: Collection[str] | None, agencies: Collection[str]) -> dict[str, str]:
    if wanted.agency and wanted.agency not in agencies:
        return {"agency": "account.agency.unknown"}
    if reach is not None and wanted.agency not in reach:
        return {"agency": "account.agency.not_yours"}
    if wanted.roles & WORKING and not wanted.agency:
        return {"agency": "account.agency.missing"}
    return {"agency": "account.agency.citizen"} if "citizen" in wanted.roles and wanted.agency else {}


def _role_faults(roles: frozenset[str], reach: Collection[str] | None) -> dict[str, str]:
    if not roles or not roles <= set(GIVEN):
        return {"roles": "account.roles.none"}
    if "citizen" in roles and len(roles) > 1:
        return {"roles": "account.roles.citizen"}
    if reach is not None and roles & OVERSEEING:
        return {"roles": "account.roles.not_yours"}
    return {}


def near(typed: str, agencies: Mapping[str, str], most: int = 8) -> tuple[tuple[str, str], ...]:
    """Agencies whose names have what was typed in them, with or without its accents; the shortest names first."""
    found = [(agency, name) for agency, name in agencies.items() if typed and folded(typed) in folded(name)]
    return tuple(sorted(found, key=lambda one: (len(one[1]), one[1]))[:most])


def given(wanted: frozenset[str], held: frozenset[str], ever: int) -> Given:
    """What counts at once: a role that sees every agency's dossiers waits for a second administrator, once there were two, `ever`.

    Taking a role away never waits. Were those counted that are left, one could disable the others first and then give it alone.
    """
    waiting = (wanted & OVERSEEING) - held if ever > 1 else frozenset[str]()
    return Given(wanted - waiting, waiting)


def leaves_nobody(held: frozenset[str], agency: str | None, active: bool, after: frozenset[str], administrators: int) -> bool:
    """Whether no administrator of all accounts would be left."""
    counts = "admin" in held and not agency and active
    return counts and "admin" not in after and administrators <= 1


def may_confirm(by: Actor, asked_by: str | None, subject: str, one_time: bool) -> bool:
    """Whether it is a second pair of eyes: neither who asked nor who would get it, nor while who asked knows the account's password."""
    return asked_by is not None and by.subject not in (asked_by, subject) and by.agency is None and not one_time
