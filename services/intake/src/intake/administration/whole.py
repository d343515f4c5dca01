"""The catalogue as it would be: what a proposal would break in it, and what it would have to excuse."""

from collections.abc import Iterable

from lienthong_contracts import AgencyPublished, CatalogueEntry
from lienthong_runtime import Fault

from intake.administration.domain.fault_words import said
from intake.administration.domain.holding import as_they_hold
from intake.agencies_tree import tree_faults
from intake.catalogue_faults import faults_among
from intake.route_sums import warnings_among


def broken_by(proposed: Iterable[CatalogueEntry], published: Iterable[CatalogueEntry]) -> list[Fault]:
    """Every fault that the proposed entries would bring; what was wrong before is not theirs."""
    now, then = as_they_hold(published), as_they_hold([*published, *proposed])
    before = set(_faults(now))
    return [said(fault) for fault in dict.fromkeys(_faults(then)) if fault not in before]


def warned_of(proposed: Iterable[CatalogueEntry], published: Iterable[CatalogueEntry]) -> tuple[str, ...]:
    """Every warning that they would bring: a sum of shares above the term is published with a reason only (domain.md §4.1)."""
    before = set(warnings_among(as_they_hold(published)))
    return tuple(warning for warning in warnings_among(as_they_hold([*published, *proposed])) if warning not in before)


def _faults(entries: list[CatalogueEntry]) -> list[str]:
    newest = {entry.id: entry for entry in entries if isinstance(entry, AgencyPublished)}
    return [*tree_faults((entry.key, entry) for entry in newest.values()), *faults_among(entries)]
