"""Places in the services' rows that are still a predecessor's, in dossiers that aren't over."""

from collections.abc import Iterator

from intake.domain.dossier import DESKS, FINAL
from lienthong_runtime import Succession
from routing.succession import places_of
from sla_monitor.domain.budget import Budget

from lienthong_local.verify.rows import Stored

OPEN = ("submitted", "open", "result")  # in the portal's words


def orphans(stored: dict[str, Stored], plan: Succession) -> list[tuple[str, str, str]]:
    """Service, dossier and predecessor of each."""
    looks = {"intake": _submissions, "routing": _journeys, "sla-monitor": _budgets, "portal": _records}
    return [(name, dossier_id, agency) for name, find in looks.items() for dossier_id, agency in find(stored[name], plan)]


def _submissions(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    """Whose dossier it is (`competent`) was routing's to know when it planned: once received, it's only where the citizen goes."""
    for dossier_id, row in stored.rows.items():
        if row.state is None or row.state.status in (*FINAL, "draft"):
            continue
        names = ("desk", "return_desk") if row.state.received_at else DESKS
        desks = dict.fromkeys(getattr(row.state, name) for name in names)
        yield from ((dossier_id, desk) for desk in desks if desk in plan.agencies)


def _journeys(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    rows = ((dossier_id, row.state) for dossier_id, row in stored.rows.items() if row.state is not None)
    return ((dossier_id, agency) for dossier_id, state in rows for _, agency in places_of(state, plan))


def _budgets(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    running = ((i, row.state) for i, row in stored.rows.items() if row.state is not None and not row.state.outcome)
    return ((i, agency) for i, budget in running for agency in dict.fromkeys(_held(budget)) if agency in plan.agencies)


def _held(budget: Budget) -> Iterator[str]:
    """Who has the desk, a running clock, a share to come, or a consignment to send or to answer."""
    yield from (budget.desk, budget.resolving_agency)
    yield from (clock.agency for clock in budget.clocks if clock.status != "stopped")
    yield from (share.agency for leg, share in budget.shares.items() if leg not in budget.legs)
    yield from (agency for sent in budget.waiting.values() for agency in (sent.sender, sent.receiver))


def _records(stored: Stored, plan: Succession) -> Iterator[tuple[str, str]]:
    shown = ((i, row.state) for i, row in stored.rows.items() if row.state is not None and row.state.status in OPEN)
    for dossier_id, record in shown:
        at_work = [leg.agency for leg in record.legs.values() if leg.state != "done"] if record.status == "open" else []
        held = dict.fromkeys((record.desk, record.holder, *at_work))
        yield from ((dossier_id, agency) for agency in held if agency in plan.agencies)
