"""The composition root."""

from functools import partial
from pathlib import Path

from lienthong_runtime import Service

from notifier import api, store
from notifier.commands import Phoned
from notifier.decisions import ON_COMMAND, ON_EVENT
from notifier.domain.decent import quiet_hours
from notifier.post import Post
from notifier.sending_due import send_due
from notifier.settings import Settings

MOST_UNDER_WAY = 2000  # sends at a time: more would wait longer in line than their lease lasts


def build(settings: Settings) -> Service:
    """The service, ready to run."""
    post = Post(settings)
    return Service(
        name="notifier",
        table=store.CORRESPONDENCE,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_time=partial(send_due, quiet=quiet_hours(settings.quiet)),
        aware=post.outside,
        most_under_way=MOST_UNDER_WAY,
        commands={"phone-calls": Phoned},
        show=api.show,
        side=store.keep_references,
        act=post.send,
        jobs=(post.run,),
        routers=post.routers,
        migrations=Path(__file__).parents[2] / "migrations",
    )
