"""The composition root."""

from pathlib import Path

from lienthong_runtime import Service

from sla_monitor import api, store
from sla_monitor.decisions import ON_EVENT
from sla_monitor.settings import Settings
from sla_monitor.timers import raise_rungs


def build(_settings: Settings) -> Service:
    """The service, ready to run."""
    return Service(
        name="sla-monitor",
        table=store.BUDGETS,
        on_event=ON_EVENT,
        on_time=raise_rungs,
        routers=api.routers,
        migrations=Path(__file__).parents[2] / "migrations",
    )
