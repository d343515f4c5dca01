"""The composition root."""

from pathlib import Path
from typing import Any

from lienthong_runtime import Parts, Service
from lienthong_runtime.documented import Documented
from lienthong_runtime.outcome import Outcome

from portal import api, store
from portal.accounts.wiring import sign_in_of
from portal.decisions import ON_EVENT
from portal.gate.wall import Wall
from portal.groups import Groups
from portal.ledger import keep
from portal.live import Tail
from portal.neighbours import Neighbours
from portal.officer.keeping import keep_work
from portal.problems import problem_page
from portal.proof import sealing
from portal.settings import Settings
from portal.watch import Watch
from portal.web.render import STATIC, Pages
from portal.windows import Windows


async def side(connection: Any, outcome: Outcome) -> None:
    """What follows from a batch beside the pictures: the ledger with its figures, and the inboxes' lines."""
    await keep(connection, outcome)
    await keep_work(connection, outcome)


def build(settings: Settings) -> Service:
    """The service, ready to run."""
    pages = Pages()
    tail, neighbours = Tail(pages.line), Neighbours(settings)
    groups = Groups(settings.kafka_bootstrap_servers, settings.topic("dossier.v1"), [settings.topic(name) for name in neighbours.urls])
    watch = Watch(neighbours, groups, settings.topic_prefix)

    def dress(app: Documented, parts: Parts) -> None:
        watch.count_in(parts.metrics)
        windows = Windows(parts, settings, pages, tail, neighbours, watch, sign_in_of(parts, settings))
        for router in api.routers(windows):
            app.include_router(router)
        app.state.entering = windows.sign_in.sessions.entered
        app.outermost = lambda inner: Wall(inner, windows.paces, windows.sign_in.sessions.now)

    return Service(
        name="portal",
        table=store.RECORDS,
        on_event=ON_EVENT,
        topics=("dossier.v1", "notification.v1"),
        every_kind=True,
        side=side,
        dress=dress,
        jobs=(tail.run, watch.run, sealing.run),
        on_commit=tail.woken.set,
        static=STATIC,
        problem_page=problem_page(pages),
        migrations=Path(__file__).parents[2] / "migrations",
    )
