"""Ledger entries as sentences: names put to ids, bodies parsed once."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from lienthong_contracts import ProcedurePublished
from lienthong_runtime import Catalogue

from portal.views import EventLine
from portal.wording import agency_of, sentence


class Wording:
    """Turns entries into lines, with the catalogue's names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def name(self, identifier: str) -> str:
        """An agency's or a procedure's name; the id itself when it has none. Sensitive procedures aren't named."""
        procedure = self._catalogue.latest(ProcedurePublished, identifier)
        if procedure is not None:
            return "Thủ tục được giữ kín" if procedure.sensitive else procedure.name
        return self._catalogue.agency_name(identifier)

    def line(self, entry: Any, code: str | None, lang: str = "vi") -> EventLine:
        """One entry in words."""
        body = msgspec.json.decode(entry["body"])
        agency = agency_of(body)
        at = datetime.fromisoformat(body["at"])
        return EventLine(
            entry["seq"],
            at,
            sentence(entry["kind"], body, self.name, lang),
            code or "",
            str(UUID(body["dossier_id"])),
            self.name(agency) if agency else "",
            body.get("officer", ""),
            entry["kind"],
        )
