"""The bill of materials (SBOM): every part of the house in CycloneDX 1.6, the same text for the same locks."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from lienthong_local.audit import licences
from lienthong_local.audit.beside import Beside
from lienthong_local.audit.locked import Locked

_ALL_BILLS = UUID("6f0c1f5e-5a53-4d58-9b0e-6d1f3a1c7e10")
HOUSE = "lienthong"


def bill(packages: Sequence[Locked], beside: Sequence[Beside]) -> dict[str, Any]:
    """The document. No instant stands in it: what is compared must not change by itself."""
    parts = [*map(_package, packages), *map(_beside, beside)]
    named = {package.name: package.purl for package in packages}
    body = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": HOUSE, "name": HOUSE, "version": "0.1.0",
                                   "licenses": [{"expression": "Apache-2.0"}]}},
        "components": parts,
        "dependencies": [{"ref": HOUSE, "dependsOn": _asked_for(packages, beside)}, *(_needs(p, named) for p in packages)],
    }  # fmt: skip
    return {**body, "serialNumber": f"urn:uuid:{uuid5(_ALL_BILLS, json.dumps(body, sort_keys=True))}"}


def _package(package: Locked) -> dict[str, Any]:
    return {"type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version, "purl": package.purl,
            "scope": "required" if package.runtime else "excluded", **_licensed(licences.of_package(package.name))}  # fmt: skip


def _beside(part: Beside) -> dict[str, Any]:
    hashes = {"hashes": [{"alg": "SHA-256", "content": part.sha256}]} if part.sha256 else {}
    return {"type": "library", "bom-ref": part.purl, "name": part.name, "version": part.version, "purl": part.purl, "scope": "required",
            "description": part.why, **_licensed(part.licence), **hashes}  # fmt: skip


def _licensed(said: str) -> dict[str, Any]:
    return {} if said == licences.UNSAID else {"licenses": [{"expression": said}]}


def _asked_for(packages: Sequence[Locked], beside: Sequence[Beside]) -> list[str]:
    return sorted([package.purl for package in packages if package.direct] + [part.purl for part in beside])


def _needs(package: Locked, named: dict[str, str]) -> dict[str, Any]:
    needed = [named[name] for name in package.needs if name in named]
    return {"ref": package.purl, "dependsOn": needed} if needed else {"ref": package.purl}
