"""Dossiers as the events of other services tell them to a portal, for the officer's window."""

from typing import Any
from uuid import UUID

import uuid_utils.compat as uuids
from lienthong_contracts import KINDS
from portal_at_work import letter, token

KT, TAX, DESK = "H32.41.KT", "TCT.32", "H32.41"
LEGS = [{"leg": "appraise", "agency": KT, "task": "Thẩm định", "share": "1.5wd"},
        {"leg": "tax", "agency": TAX, "task": "Cấp mã số thuế", "share": "1wd", "after": ["appraise"]}]  # fmt: skip


def headers(role: str = "officer", agency: str = KT) -> dict[str, str]:
    """Somebody at work."""
    return {"Authorization": f"Bearer {token(role, agency=agency)}"}


class Played:
    """A portal with dossiers, each at a step of its own; the numbers of each service's events run on."""

    def __init__(self, portal: Any) -> None:
        self.portal, self.number = portal, dict[tuple[UUID, str], int]()

    async def tell(self, dossier: UUID, kind: str, **fields: Any) -> None:
        """One more event about it."""
        key = (dossier, KINDS[kind].producer)
        self.number[key] = self.number.get(key, 0) + 1
        await self.portal.transactor.take_in([letter(kind, self.number[key], dossier, **fields)])

    async def acknowledged(self, tail: str, due: str = "2026-12-30T17:00:00+07:00") -> UUID:
        """A dossier that the agency has taken."""
        dossier = uuids.uuid7()
        await self.tell(dossier, "DossierReceived", code=f"{DESK}-{tail}", desk=DESK, due_at=due)
        await self.tell(dossier, "JourneyPlanned", legs=LEGS)
        await self.tell(dossier, "DossierForwarded", leg="appraise", sender=DESK, receiver=KT)
        await self.tell(dossier, "HandOverAcknowledged", leg="appraise", agency=KT, officer="vt1")
        return dossier
