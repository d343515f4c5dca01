"""The composition root."""

from pathlib import Path

from fastapi import APIRouter
from lienthong_runtime import Parts, Service

from portal import api, store
from portal.decisions import ON_EVENT
from portal.ledger import keep
from portal.live import Tail
from portal.settings import Settings
from portal.web.render import STATIC, Pages


def build(settings: Settings) -> Service:
    """The service, ready to run."""
    pages = Pages()
    tail = Tail(pages.line)

    def routers(parts: Parts) -> list[APIRouter]:
        return api.routers(parts, settings, pages, tail)

    return Service(
        name="portal",
        table=store.RECORDS,
        on_event=ON_EVENT,
        topics=("dossier.v1", "notification.v1"),
        every_kind=True,
        side=keep,
        routers=routers,
        jobs=(tail.run,),
        on_commit=tail.woken.set,
        static=STATIC,
        migrations=Path(__file__).parents[2] / "migrations",
    )
