"""When who it was is forgotten: the time to keep it is over, and the facts stay without the person (Luật 91/2025)."""

from lienthong_calendar import day_of
from lienthong_contracts import PersonErased
from lienthong_runtime import Context, Decision

from intake.domain.dossier import Dossier


def forget_person(state: Dossier, context: Context) -> Decision[Dossier]:
    """The dossier without its person and documents' places; a draft that was never handed in leaves no fact."""
    if state.keep_until is None or state.keep_until > context.today:
        return Decision(state)
    forgotten = state.with_(erased=True, documents=())
    if state.status == "draft" or state.ended_at is None:
        return Decision(forgotten)
    ended_on = day_of(state.ended_at)
    return Decision(forgotten, (PersonErased(dossier_id=context.dossier_id, at=context.now, ended_on=ended_on),))
