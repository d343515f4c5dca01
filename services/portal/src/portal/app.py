"""The composition root."""

from pathlib import Path

from fastapi import APIRouter
from lienthong_runtime import Parts, Service

from portal import api, store
from portal.decisions import ON_EVENT
from portal.groups import Groups
from portal.ledger import keep
from portal.live import Tail
from portal.neighbours import Neighbours
from portal.problems import problem_page
from portal.proof import sealing
from portal.settings import Settings
from portal.watch import Watch
from portal.web.render import STATIC, Pages
from portal.windows import Windows


def build(settings: Settings) -> Service:
    """The service, ready to run."""
    pages = Pages()
    tail, neighbours = Tail(pages.line), Neighbours(settings)
    groups = Groups(settings.kafka_bootstrap_servers, settings.topic("dossier.v1"), [settings.topic(name) for name in neighbours.urls])
    watch = Watch(neighbours, groups, settings.topic_prefix)

    def routers(parts: Parts) -> list[APIRouter]:
        return api.routers(Windows(parts, settings, pages, tail, neighbours, watch))

    return Service(
        name="portal",
        table=store.RECORDS,
        on_event=ON_EVENT,
        topics=("dossier.v1", "notification.v1"),
        every_kind=True,
        side=keep,
        routers=routers,
        jobs=(tail.run, watch.run, sealing.run),
        on_commit=tail.woken.set,
        static=STATIC,
        problem_page=problem_page(pages),
        migrations=Path(__file__).parents[2] / "migrations",
    )
