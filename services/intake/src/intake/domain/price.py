"""What a reception costs: the fees of the catalogue for this channel, case and number of pages or copies (R25)."""

from collections.abc import Mapping

from lienthong_contracts import ProcedurePublished


def price(procedure: ProcedurePublished, channel: str, case: str | None, quantities: Mapping[str, int]) -> int:
    """In đồng: the procedure's one fee where none are listed. A fee by the page or copy counts once where no number was said."""
    if not procedure.fees:
        return procedure.fee_dong
    due = (fee for fee in procedure.fees if fee.channel in (None, channel) and fee.case in (None, case))
    return sum(fee.amount_dong * (1 if fee.per == "dossier" else quantities.get(fee.id, 1)) for fee in due)
