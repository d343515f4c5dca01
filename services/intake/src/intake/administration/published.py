"""Everything that was published, by what the database says; the local copy gives the contents, or has to catch up first."""

from collections.abc import Collection
from typing import Any

from fastapi import HTTPException
from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Catalogue

from intake.administration import store
from intake.catalogue import FOLDERS

_KINDS = {kind.__name__: kind for kind in FOLDERS.values()}


async def published(connection: Any, catalogue: Catalogue, but: Collection[str] = ()) -> list[CatalogueEntry]:
    """Every version of every entry, but for these keys. Raises CatalogueBehind while one is still on its way through Kafka."""
    return [_version(catalogue, key) for key in await store.published_keys(connection) if key not in but]


def _version(catalogue: Catalogue, key: str) -> CatalogueEntry:
    kind, _, rest = key.partition("/")
    entry_id, _, number = rest.rpartition("@")
    return catalogue.version(_KINDS[kind], entry_id, int(number))


async def versions(connection: Any, catalogue: Catalogue, kind: str, entry_id: str) -> list[CatalogueEntry]:
    """An entry's versions, the first one first; `kind` as in the data files. 404 where there is none."""
    known = await published(connection, catalogue) if kind in FOLDERS else []
    found = [entry for entry in known if isinstance(entry, FOLDERS[kind]) and entry.id == entry_id]
    if not found:
        raise HTTPException(404, "no such entry")
    return sorted(found, key=lambda entry: entry.entry_version)
