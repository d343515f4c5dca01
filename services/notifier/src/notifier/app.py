"""The composition root."""

from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from lienthong_runtime import Parts, Service

from notifier import api, store
from notifier.channels.mail import Mail
from notifier.channels.sms import Sms
from notifier.decisions import ON_EVENT
from notifier.domain.decent import quiet_hours
from notifier.outcomes import send_due
from notifier.sending import Sender
from notifier.settings import Settings


def build(settings: Settings) -> Service:
    """The service, ready to run."""
    intake = httpx2.AsyncClient(
        base_url=settings.intake_url, headers={"Authorization": f"Bearer {settings.service_token}"}, timeout=10, trust_env=False
    )
    sms = Sms(settings.smpp, settings.smpp_system_id, settings.smpp_password)
    sender = Sender(Mail(settings.smtp), sms, intake, settings.portal_url)

    async def act(parts: Parts, effects: list[Any]) -> None:
        await sender.send(parts, effects)

    return Service(
        name="notifier",
        table=store.CORRESPONDENCE,
        on_event=ON_EVENT,
        on_time=partial(send_due, quiet=quiet_hours(settings.quiet)),
        side=store.keep_references,
        act=act,
        jobs=(sender.follow_receipts,),
        routers=lambda parts: api.routers(parts, settings.portal_url),
        migrations=Path(__file__).parents[2] / "migrations",
    )
