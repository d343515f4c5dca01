"""sla-monitor's table: one budget a dossier, woken at its next rung."""

from lienthong_runtime import StateTable

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.rungs import next_rung_at

BUDGETS: StateTable[Budget] = StateTable("budget", Budget, wakes_at=next_rung_at)
