"""All routes of the officer's and the head's window."""

from fastapi import APIRouter

from portal.officer import counter, doing, files, handover, inbox
from portal.windows import Windows


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    return [inbox.router(windows), doing.router(windows), files.router(windows), handover.router(windows), counter.router(windows)]
