"""The composition root."""

from pathlib import Path
from typing import Any

from lienthong_runtime import Command, Service
from lienthong_runtime.outcome import Outcome

from routing import api, store
from routing import commands as c
from routing import result_commands as r
from routing.decisions import ON_COMMAND, ON_EVENT
from routing.domain.line import lines_of
from routing.settings import Settings
from routing.timers import on_time

COMMANDS: dict[str, type[Command]] = {
    "acknowledge": c.Acknowledge,
    "refuse-hand-over": c.RefuseHandOver,
    "recall": c.Recall,
    "resend": c.Resend,
    "assign": c.Assign,
    "stand-in": c.StandIn,
    "start": c.Start,
    "visit-site": c.VisitSite,
    "post-notice": c.PostNotice,
    "complete": c.Complete,
    "return-leg": c.ReturnLeg,
    "transfer": c.Transfer,
    "ask-supplement": c.AskSupplement,
    "ask-supplement-again": c.AskSupplementAgain,
    "consult": c.Consult,
    "answer": c.AnswerConsultation,
    "pause": c.Pause,
    "resume": c.Resume,
    "propose": r.Propose,
    "refuse": r.RefuseDossier,
    "approve": r.Approve,
    "send-back": r.SendBack,
    "sign": r.Sign,
    "number": r.Number,
    "issue": r.Issue,
    "apologise": r.Apologise,
}


async def keep_tasks(connection: Any, outcome: Outcome) -> None:
    """What is to be done follows each changed journey, in the same transaction."""
    changed = [outcome.rows[dossier_id] for dossier_id in outcome.changed]
    lines = [line for row in changed if row.state for line in lines_of(row.dossier_id, row.version + 1, row.state)]
    await store.keep_tasks(connection, [row.dossier_id for row in changed], lines)


def build(_settings: Settings) -> Service:
    """The service, ready to run."""
    return Service(
        name="routing",
        table=store.JOURNEYS,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_time=on_time,
        commands=COMMANDS,
        show=api.show,
        side=keep_tasks,
        routers=api.routers,
        migrations=Path(__file__).parents[2] / "migrations",
    )
