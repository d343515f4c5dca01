"""The inboxes' lines follow each changed dossier, in the same transaction."""

from typing import Any

from lienthong_runtime.outcome import Outcome

from portal.officer import store
from portal.officer.lines import lines_of


async def keep_work(connection: Any, outcome: Outcome) -> None:
    """What there is to be done about these dossiers now, instead of what was."""
    changed = [outcome.rows[dossier_id] for dossier_id in outcome.changed]
    lines = [line for row in changed if row.state for line in lines_of(row.dossier_id, row.state)]
    await store.keep_work(connection, [row.dossier_id for row in changed], lines)
