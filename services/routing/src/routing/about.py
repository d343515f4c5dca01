"""What every event about an act says: which dossier, when, and who acted for which agency on which leg."""

from typing import Any

from lienthong_runtime import Context


def by(command: Any, context: Context) -> dict[str, Any]:
    """Dossier, instant, agency and officer."""
    return {"dossier_id": context.dossier_id, "at": context.now, "agency": command.agency, "officer": command.officer}


def about(command: Any, context: Context) -> dict[str, Any]:
    """The same, and the leg."""
    return {**by(command, context), "leg": command.leg}
