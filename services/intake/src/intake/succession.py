"""What becomes of a submission that no desk has received yet when its desk ceases; received ones are routing's to hand on."""

from lienthong_contracts import SubmissionMoved
from lienthong_runtime import Context, Decision, Succession

from intake.domain.dossier import DESKS, Dossier

_WAITING = ("submitted", "incomplete")


def move_submission(state: Dossier, plan: Succession, context: Context) -> Decision[Dossier]:
    """The successor receives it, and the citizen hears where it lies now."""
    gone = {name: desk for name in DESKS if (desk := getattr(state, name)) in plan.agencies}
    if state.status not in _WAITING or not gone:
        return Decision(state)
    moved = tuple(SubmissionMoved(dossier_id=context.dossier_id, at=context.now, predecessor=desk, successor=plan.of(desk),
                                  decision_no=plan.decision_no) for desk in dict.fromkeys(gone.values()))  # fmt: skip
    places = {name: plan.of(desk) for name, desk in gone.items()}
    return Decision(state.with_(**places).seen_by(*places.values()), moved)
