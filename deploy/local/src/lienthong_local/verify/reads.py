"""Which kinds of events each service that decides takes in; the portal takes in all."""

from intake.decisions import ON_EVENT as INTAKE
from notifier.decisions import ON_EVENT as NOTIFIER
from routing.decisions import ON_EVENT as ROUTING
from sla_monitor.decisions import ON_EVENT as MONITOR

READS: dict[str, frozenset[str]] = {
    name: frozenset(kind.__name__ for kind in table)
    for name, table in (("intake", INTAKE), ("routing", ROUTING), ("sla-monitor", MONITOR), ("notifier", NOTIFIER))
}
