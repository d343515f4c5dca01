"""What the agencies must hold to together: each id once, superiors and successors that are there, and no circles of them."""

from collections.abc import Iterable, Iterator, Mapping

from lienthong_contracts import AgencyPublished


def tree_faults(placed: Iterable[tuple[str, AgencyPublished]]) -> Iterator[str]:
    """Every fault with the file and row where it stands."""
    agencies: dict[str, tuple[str, AgencyPublished]] = {}
    first: dict[str, str] = {}
    for place, agency in placed:
        if agency.key in first:
            yield f"{place}: {agency.key} stands twice, first in {first[agency.key]}: raise entry_version"
        first.setdefault(agency.key, place)
        agencies[agency.id] = (place, agency)
    for field in ("parent", "successor"):
        after: dict[str, str | None] = {own: getattr(agency, field) for own, (_, agency) in agencies.items()}
        yield from (f"{agencies[own][0]}: {own}: no agency {other}, its {field}" for own, other in after.items()
                    if other is not None and other not in after)  # fmt: skip
        yield from (f"{agencies[own][0]}: {own}: a circle of {field}s" for own in circles(after))


def circles(after: Mapping[str, str | None]) -> Iterator[str]:
    """One member of each circle."""
    done: set[str] = set()
    for start in after:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step in after and step not in done and step not in path:
            path[step] = None
            step = after[step]
        if step in path:
            yield str(step)
        done.update(path)
