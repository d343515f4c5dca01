"""The composition root."""

from pathlib import Path

from lienthong_runtime import Service

from routing import api, store
from routing import commands as c
from routing.acts import lapse
from routing.decisions import ON_COMMAND, ON_EVENT
from routing.settings import Settings


def build(_settings: Settings) -> Service:
    """The service, ready to run."""
    return Service(
        name="routing",
        table=store.JOURNEYS,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_time=lapse,
        commands={
            "acknowledge": c.Acknowledge,
            "refuse-hand-over": c.RefuseHandOver,
            "resend": c.Resend,
            "assign": c.Assign,
            "complete": c.Complete,
            "return-leg": c.ReturnLeg,
            "ask-supplement": c.AskSupplement,
            "consult": c.Consult,
            "answer": c.AnswerConsultation,
            "pause": c.Pause,
            "resume": c.Resume,
            "apologise": c.Apologise,
            "refuse": c.RefuseDossier,
        },
        show=api.show,
        routers=api.routers,
        migrations=Path(__file__).parents[2] / "migrations",
    )
