"""What is shown of a payment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentView:
    """What is owed, to whom; nothing when `dong` is 0. `key` makes a repeated click one payment, `said` is what came of the last."""

    dossier_id: str
    code: str
    name: str
    payee: str
    purpose: str
    dong: int
    key: str
    said: str = ""
