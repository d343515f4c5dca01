"""The composition root."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Parts, Service
from lienthong_runtime.logs import log
from lienthong_runtime.outcome import Outcome

from intake import api, catalogue, store
from intake import commands as c
from intake.citizens_commands import Rate
from intake.decisions import ON_COMMAND, ON_EVENT
from intake.documents_api import documents
from intake.erasure import forget_person
from intake.forms import Forms
from intake.papers import Objects, objects_at
from intake.petitions.forgetting import forget_ever
from intake.preparing import Preparing
from intake.sealing import Seal
from intake.settings import Settings
from intake.sweeping import sweep_ever

COMMANDS: dict[str, Any] = {
    "save": c.SaveDraft,
    "submit": c.SubmitDraft,
    "receive": c.Receive,
    "decline": c.Decline,
    "return-submission": c.ReturnSubmission,
    "supplement": c.GiveSupplement,
    "lapse": c.Lapse,
    "pay": c.PayFee,
    "withdraw": c.Withdraw,
    "return": c.ReturnResult,
    "give-back": c.GiveBack,
    "waive-digitisation": c.Waive,
    "rate": Rate,
}


async def erase(connection: Any, outcome: Outcome) -> None:
    """Whoever is forgotten in a row is forgotten beside it, in the same transaction."""
    rows = (outcome.rows[dossier_id] for dossier_id in outcome.changed)
    if forgotten := [row.dossier_id for row in rows if row.state is not None and row.state.erased]:
        await store.erase(connection, forgotten)


def build(settings: Settings, checked: Iterable[CatalogueEntry] = ()) -> Service:
    """The service, ready to run; `checked` are the catalogue's entries where they have been read already."""
    seal, read = Seal(settings.seal_key), list(checked)

    async def publish_catalogue(parts: Parts) -> None:
        try:
            await catalogue.publish(parts, settings.catalogues, read)
        except catalogue.FaultyCatalogue as fault:
            # What was published before goes on being used: a desk must not close because of a file.
            faults = str(fault).splitlines()
            log.error("catalogue.refused", faults=faults)
            parts.health_facts["catalogue_faults"] = lambda: faults
        read.clear()  # from here on its local copy serves

    @cache
    def objects() -> Objects:  # not yet when built: a folder would be made by whoever only looks at the service
        return objects_at(settings.objects)

    def routers(parts: Parts) -> list[Any]:
        papers = documents(parts, objects(), settings.upload_bytes, settings.upload_seconds)
        return api.routers(parts, seal, papers, Forms(settings.portal_url))

    async def sweep_papers(parts: Parts) -> None:
        await sweep_ever(parts, objects(), settings.upload_seconds, settings.sweep_seconds)

    return Service(
        name="intake",
        table=store.DOSSIERS,
        on_event=ON_EVENT,
        on_command=ON_COMMAND,
        on_time=forget_person,
        create={"dossiers": c.Submit, "submissions": c.SubmitOnline, "drafts": c.StartDraft},
        commands=COMMANDS,
        show=api.show,
        preparing=Preparing(seal),
        side=erase,
        routers=routers,
        jobs=(publish_catalogue, sweep_papers, forget_ever),
        migrations=Path(__file__).parents[2] / "migrations",
    )
