"""What a line of the audit log says, and the one way to write it."""

from datetime import datetime
from typing import Any, NamedTuple

from lienthong_runtime import Actor

from portal.audit import store

# The acts, by what an auditor looks for. Another track's act is a row here, and its words in web/audit_words.py.
ACTS: dict[str, tuple[str, ...]] = {
    "sign_in": ("session.begun", "session.ended", "sign_in.failed", "sign_in.refused"),
    "account": ("account.created", "account.changed", "account.asked", "account.confirmed", "account.declined", "account.disabled",
                "account.enabled", "password.given", "password.changed"),
    "dossier": ("dossier.opened", "paper.opened"),
    "operation": ("dead_letter.replayed", "replay.proposed", "replay.approved", "replay.declined"),
}  # fmt: skip
KNOWN = frozenset(act for acts in ACTS.values() for act in acts)
_MOST = 400  # characters: what is noted is chosen from tables, not typed


class Line(NamedTuple):
    """Who did it and for which agency, what it was done to (an id or a login that exists), and what more is worth knowing.

    No names, no numbers of people, and nothing that somebody typed and that isn't known here: a password may stand where a login should.
    """

    act: str
    subject: str = ""
    agency: str = ""
    about: str = ""
    detail: str = ""


def by(actor: Actor, act: str, about: str = "", detail: str = "") -> Line:
    """What somebody who is signed in did."""
    return Line(act, actor.subject, actor.agency or "", about, detail)


async def note(connection: Any, now: datetime, *lines: Line) -> None:
    """Write lines, in the caller's transaction. Raises KeyError for an act that isn't in the table."""
    for line in lines:
        if line.act not in KNOWN:
            raise KeyError(line.act)
        await store.append(connection, now, line.act, line.subject, line.agency, line.about[:_MOST], line.detail[:_MOST])
