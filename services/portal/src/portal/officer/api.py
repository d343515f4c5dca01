"""All routes of the officer's and the head's window."""

from fastapi import APIRouter

from portal.officer import alerts, counter, doing, files, handover, inbox, queue, roster
from portal.windows import Windows

ROOMS = (inbox, doing, files, handover, queue, counter, alerts, roster)


def routers(windows: Windows) -> list[APIRouter]:
    """The routes."""
    return [room.router(windows) for room in ROOMS]
