"""What a leg's way to the competent agency does to its share."""

from lienthong_contracts import LegTransferred
from lienthong_runtime import Context, Decision
from msgspec.structs import replace

from sla_monitor.domain.budget import Budget
from sla_monitor.facts import stop_leg


def transfer_leg(state: Budget | None, event: LegTransferred, context: Context) -> Decision[Budget]:
    """The leg is another agency's from now on; what is left of its share goes along, what was used stays with who used it."""
    stopped_here = stop_leg(state, event, context)
    budget = stopped_here.state
    if event.leg not in budget.shares:
        return stopped_here
    share = replace(budget.shares[event.leg], agency=event.competent)
    return Decision(budget.with_(shares={**budget.shares, event.leg: share}), stopped_here.events)
