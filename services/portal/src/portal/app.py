"""The composition root."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from lienthong_runtime import Parts, Service
from lienthong_runtime.outcome import Outcome

from portal import api, store
from portal.decisions import ON_EVENT
from portal.groups import Groups
from portal.ledger import keep
from portal.live import Tail
from portal.neighbours import Neighbours
from portal.officer.keeping import keep_work
from portal.problems import problem_page
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

    async def side(connection: Any, outcome: Outcome) -> None:
        await keep(connection, outcome)
        await keep_work(connection, outcome)

    def routers(parts: Parts) -> list[APIRouter]:
        return api.routers(Windows(parts, settings, pages, tail, neighbours, watch))

    return Service(
        name="portal",
        table=store.RECORDS,
        on_event=ON_EVENT,
        topics=("dossier.v1", "notification.v1"),
        every_kind=True,
        side=side,
        routers=routers,
        jobs=(tail.run, watch.run),
        on_commit=tail.woken.set,
        static=STATIC,
        problem_page=problem_page(pages),
        migrations=Path(__file__).parents[2] / "migrations",
    )
