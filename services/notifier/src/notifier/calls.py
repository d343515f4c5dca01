"""Calls that the desk owes where no message arrives (domain.md §5.1)."""

from lienthong_contracts import PhoneCallMade
from lienthong_runtime import Context, Decision, refuse_unless

from notifier.commands import Phoned
from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Try


def phoned(state: Correspondence, command: Phoned, context: Context) -> Decision[Correspondence]:
    """The desk says what came of a call. Raises Refused where none is owed, or another agency owes it."""
    owed = {call.key: call for call in state.calls}
    refuse_unless(command.message in owed, "message", "không còn cuộc gọi nào phải gọi cho tin này", "no call is owed for this message")
    refuse_unless(state.desk in context.catalogue.line_of(command.agency),
                  "agency", "chỉ bộ phận một cửa giữ hồ sơ mới gọi", "only the dossier's own desk phones")  # fmt: skip
    assert context.dossier_id is not None
    tried = Try(f"officer-{command.officer}", context.now, "reached" if command.reached else "not-reached")
    call = owed[command.message].with_(tries=(*owed[command.message].tries, tried))
    event = PhoneCallMade(dossier_id=context.dossier_id, at=context.now, message=call.key, agency=command.agency,
                          officer=command.officer, reached=command.reached)  # fmt: skip
    return Decision(state.with_message(call.with_(status="delivered") if command.reached else call), (event,))
