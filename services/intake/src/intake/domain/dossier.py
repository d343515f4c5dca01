"""What intake knows of a dossier: where it stands between the citizen and the desk."""

from datetime import datetime
from typing import Literal

import msgspec

Status = Literal["submitted", "received", "declined", "supplement", "fee", "result", "returned", "withdrawn", "stopped"]
FINAL = frozenset({"declined", "returned", "withdrawn", "stopped"})


class Dossier(msgspec.Struct, frozen=True):
    """A dossier at its desk; personal data is not part of it (design.md §2)."""

    status: Status
    procedure: str
    procedure_version: int
    channel: str
    desk: str
    return_channel: str
    code: str | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    supplements: int = 0
    fee_dong: int = 0
    result_no: str | None = None
    at_desk: bool = False

    def with_(self, **changes: object) -> "Dossier":
        """A copy with these changes."""
        return msgspec.structs.replace(self, **changes)
