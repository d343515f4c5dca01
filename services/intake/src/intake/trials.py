"""What a desk might do about a dossier, as trials of its commands: before reception, while it is open, and when its result is there."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lienthong_runtime import Actor, Command, Context
from lienthong_runtime.allowed import Trial

from intake import commands as c
from intake.domain.dossier import Dossier
from intake.submitting import Prepared

_LAW = {"legal_ground": "…"}
_SAID = "…"  # stands for what the desk will write
NUMBERS = Prepared(sequence=1, receipt=1)  # a trial takes no number


class By(NamedTuple):
    """Who asks, for which desk."""

    desk: str
    officer: str


def trials(state: Dossier, reader: Actor, context: Context) -> Iterator[Trial]:
    """Each command that the state calls for, with all that it could be about."""
    by = By(reader.agency or "", reader.subject)
    plain: dict[str, tuple[tuple[str, ...], Trial]] = {
        "receive": (("submitted", "incomplete"), _at_desk("receive", c.Receive, by)),
        "return-submission": (("submitted", "incomplete"), _at_desk("return-submission", c.ReturnSubmission, by, content=_SAID, **_LAW)),
        "decline": (("submitted", "incomplete"), _at_desk("decline", c.Decline, by, reason=_SAID, **_LAW)),
        "lapse": (("supplement",), _at_desk("lapse", c.Lapse, by, reason=_SAID, **_LAW)),
        "return": (("result",), _at_desk("return", c.ReturnResult, by)),
        "withdraw": (("submitted", "incomplete", "received", "supplement", "fee"), _at_desk("withdraw", c.Withdraw, by, reason=_SAID)),
    }
    yield from (trial for statuses, trial in plain.values() if state.status in statuses)
    if state.status in ("incomplete", "supplement"):
        papers = tuple(paper.id for paper in context.catalogue.procedure(state.procedure, state.procedure_version).papers)
        yield Trial("supplement", (c.GiveSupplement(papers=papers),), {})
    yield from _payments(state, by)
    yield from _originals(state, by)


def _originals(state: Dossier, by: By) -> Iterator[Trial]:
    left = [component.paper for component in state.components if not component.given_back]
    if left and state.status != "draft":
        yield Trial("give-back", tuple(c.GiveBack(**by._asdict(), papers=(paper,)) for paper in left), {}, "papers")


def _payments(state: Dossier, by: By) -> Iterator[Trial]:
    owed: dict[str, bool] = {"pause": state.status == "fee", "reception": state.received_at is not None and not state.reception_paid}
    for purpose, open_one in owed.items():
        if open_one:
            yield Trial("pay", (c.PayFee.model_validate({"desk": by.desk, "purpose": purpose}),), {"purpose": purpose})


def _at_desk(name: str, kind: type[Command], by: By, **said: Any) -> Trial:
    return Trial(name, (kind(**by._asdict(), **said),), {})
