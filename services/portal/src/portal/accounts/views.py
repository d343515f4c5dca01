"""What the pages of accounts, sessions and first steps show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.accounts.session import Session


@dataclass(frozen=True, slots=True)
class MineView:
    """One's own sessions; `here` is the one that the page is read in."""

    now: datetime
    sessions: tuple[Session, ...]
    here: UUID | None
    password: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The form for another password; `first` where the present one was given by somebody else."""

    now: datetime
    first: bool
    login: str
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list and on its page."""

    id: UUID
    login: str
    agency: str
    roles: tuple[str, ...]
    asked: tuple[str, ...]
    asked_by: str
    state: str
    until: datetime | None
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The list, how it was asked for, and the form for a new one as it was filled in."""

    now: datetime
    rows: tuple[AccountRow, ...]
    asked: dict[str, str]
    more: str
    total: int
    agencies: dict[str, str]
    roles: tuple[str, ...]
    wanted: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    near: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account, its sessions, and what came of the last act."""

    now: datetime
    row: AccountRow
    sessions: tuple[Session, ...]
    agencies: dict[str, str]
    roles: tuple[str, ...]
    wanted: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)
    password: str = ""
    said: str = ""
    near: tuple[tuple[str, str], ...] = ()


def account_row(found: Any, now: datetime) -> AccountRow:
    """A row of the table, with its state in one word."""
    state, until = _state(found, now)
    return AccountRow(found["id"], found["login"], found["agency"] or "", tuple(found["roles"]), tuple(found["asked_roles"]),
                      found["asked_by"] or "", state, until, found["created_at"], found["created_by"])  # fmt: skip


def _state(found: Any, now: datetime) -> tuple[str, datetime | None]:
    if found["disabled_at"]:
        return "disabled", found["disabled_at"]
    if found["one_time_until"]:
        return "one_time" if found["one_time_until"] > now else "lapsed", found["one_time_until"]
    return ("locked", found["locked_until"]) if found["locked_until"] and found["locked_until"] > now else ("active", None)
