"""The post office: providers, writer and recorder of one running service, put together once its parts are there."""

import asyncio
from functools import partial

import httpx2
from fastapi import APIRouter
from lienthong_runtime import Parts
from lienthong_runtime.logs import log

from notifier import api, store
from notifier.channels import Receipt, Reply, tried
from notifier.lines import Line, Lines
from notifier.providers import lines_of
from notifier.recording import Recorder, match_strange
from notifier.render import Renderer
from notifier.sending import Sender
from notifier.sending_due import Errand, Outside
from notifier.settings import Settings
from notifier.wishes import Wishes

AGAIN = 1.0  # seconds after a listener broke


class Post:
    """Made before the service runs, and opened by whoever sees its parts first."""

    lines: Lines | None = None
    renderer: Renderer
    sender: Sender

    def __init__(self, settings: Settings) -> None:
        self._settings, self._recorder, self._wishes = settings, Recorder(), Wishes(settings.wish_key)
        self._intake = httpx2.AsyncClient(base_url=settings.intake_url, timeout=10, trust_env=False,
                                          headers={"Authorization": f"Bearer {settings.service_token}"})  # fmt: skip

    def opened(self, parts: Parts) -> Lines:
        """The lines, with the writer and the sender beside them."""
        if self.lines is None:
            self.lines = lines_of(self._settings, parts)
            self.renderer = Renderer(parts.catalogue, self._settings.portal_url, lambda: parts.today, self._settings.sms_keyword)
            self.sender = Sender(self.lines, self._recorder, self._wishes, self._intake, self._settings.portal_url)
            parts.health_facts["providers"] = self.lines.facts
            parts.under_way.append(partial(self._unkept, parts))
        return self.lines

    def routers(self, parts: Parts) -> list[APIRouter]:
        """The routes."""
        lines = self.opened(parts)
        return api.routers(parts, self.renderer, lines, self._wishes, self._intake)

    async def _unkept(self, parts: Parts) -> int:
        return self._recorder.unkept + await store.count_strange_known(parts.pool)

    def outside(self) -> Outside:
        """Which providers are fit, for decisions by time; none before there are any."""
        return self.lines.outside() if self.lines else Outside()

    async def send(self, parts: Parts, errands: list[Errand]) -> None:
        """The outside work of decisions."""
        self.opened(parts)
        await self.sender.send(parts, self.renderer, errands)

    async def run(self, parts: Parts) -> None:
        """Everything that goes on by itself."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._recorder.run(parts))
            group.create_task(match_strange(parts, self._recorder))
            for line in self.opened(parts).all:
                group.create_task(line.run())
                group.create_task(self._listen(parts, line))

    async def _listen(self, parts: Parts, line: Line) -> None:
        def told(heard: Receipt | Reply) -> asyncio.Future[None]:
            return asyncio.ensure_future(self.sender.heard(parts, heard))

        while True:
            fault = await tried(line.provider.listen(told))
            if isinstance(fault, BaseException):  # a provider's garbage must not end the service
                log.error("listener.failed", provider=line.provider.name, fault=type(fault).__name__, exc_info=fault)
            await asyncio.sleep(AGAIN)
