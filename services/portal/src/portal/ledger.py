"""Writing the ledger: the batch's events as they came, chained, what they add to the figures, and every number that is missing."""

from typing import Any

from lienthong_runtime import Letter
from lienthong_runtime.outcome import Outcome
from msgspec.structs import replace as replaced

from portal import store
from portal.domain.chain import entry_hash
from portal.domain.delivery import figures
from portal.domain.record import Record
from portal.domain.tally import added
from portal.figures import store as figures_store


async def keep(connection: Any, outcome: Outcome) -> None:
    """Append the applied events, within the batch's transaction."""
    entries = [_entry(outcome, letter) for letter in outcome.applied]
    await store.append(connection, entries)
    await store.add_figures(connection, figures(letter.event for letter in outcome.applied))
    await figures_store.add(connection, added(outcome.beside, (letter.event for letter in outcome.applied)))
    await store.note_gaps(connection, [(g.dossier_id, g.envelope.source, g.envelope.number) for g in outcome.gaps])


def _entry(outcome: Outcome, letter: Letter) -> tuple[Any, ...]:
    assert letter.envelope is not None and letter.dossier_id is not None
    row, envelope, body = outcome.rows[letter.dossier_id], letter.envelope, letter.body or b""
    state = row.state or Record()
    prev = bytes.fromhex(state.chain)
    columns = (letter.dossier_id, envelope.source, envelope.number, envelope.id, envelope.kind, envelope.recorded_at, body)
    chained = entry_hash(prev, *columns)
    outcome.rows[letter.dossier_id] = replaced(row, state=state.with_(chain=chained.hex()))
    return (*columns, prev, chained)
