"""The composition root."""

from pathlib import Path
from typing import Any
from uuid import UUID

from lienthong_calendar import VIET_NAM
from lienthong_runtime import Context, Parts, Service
from lienthong_runtime.logs import log

from intake import api, catalogue, store
from intake.commands import Decline, GiveSupplement, PayFee, Receive, ReturnResult, Submit, Withdraw
from intake.decisions import ON_COMMAND, ON_EVENT
from intake.domain.submission import normal_phone
from intake.settings import Settings


async def prepare(connection: Any, dossier_id: UUID, state: Any, command: Any, context: Context) -> int | None:
    """What a reception needs besides its row: the desk's next number; the contact goes where it belongs."""
    if isinstance(command, Submit):
        await store.keep_contact(connection, dossier_id, command.name, normal_phone(command.phone) or "", command.email)
    if isinstance(command, Receive) or (isinstance(command, Submit) and command.channel != "online"):
        desk = command.desk if isinstance(command, Submit) else state.desk
        return await store.next_sequence(connection, desk, context.now.astimezone(VIET_NAM).date())
    return None


def build(settings: Settings) -> Service:
    """The service, ready to run."""

    async def publish_catalogue(parts: Parts) -> None:
        try:
            await catalogue.publish(parts, settings.catalogues)
        except catalogue.FaultyCatalogue as fault:
            # What was published before goes on being used: a desk must not close because of a file.
            faults = str(fault).splitlines()
            log.error("catalogue.refused", faults=faults)
            parts.health_facts["catalogue_faults"] = lambda: faults

    return Service(
        name="intake",
        table=store.DOSSIERS,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        create={"dossiers": Submit},
        commands={
            "receive": Receive,
            "decline": Decline,
            "supplement": GiveSupplement,
            "pay": PayFee,
            "withdraw": Withdraw,
            "return": ReturnResult,
        },
        show=api.show,
        prepare=prepare,
        routers=api.routers,
        jobs=(publish_catalogue,),
        migrations=Path(__file__).parents[2] / "migrations",
    )
