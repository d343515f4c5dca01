"""The table of growth as a page of docs/reports, made from the figures and from nothing else."""

from collections.abc import Mapping
from typing import Any

from lienthong_local.bench.growth.load import SHARES

BEGIN, END = "<!-- growth: filled by `./lienthong bench-growth` -->", "<!-- growth ends -->"
BASE = "10000"  # what other sizes are held against
BAR = 1.3
HOW = (
    "Copies of whole lives; beyond a thousand dossiers the ledger has one line a copy. *Deliveries* and *dossiers* are a backlog worked",
    "off by the listeners, *arrivals* what can be received at the most with everything that follows; latencies: from decision to effect.",
)


def page(result: Mapping[str, Any]) -> str:
    """The report in Markdown."""
    machine = result["machine"]
    parts = [f"# Growth, {result['day']}", "",
             f"{machine['cpu']}, {result['cores']} cores shared with Kafka, PostgreSQL and the client; commit {machine['commit']}; took "
             f"{result['took_s']} s. Load average before and after: {result['load_average']}. Repeat by `./lienthong bench-growth`.", "",
             *HOW, "",
             "## By dossiers stored", "", *_rows(result["sizes"], "dossiers stored"), "", *_ratios(result["sizes"]), "",
             "## By instances of each service", "", *_rows(result["instances"], "instances"), "",
             *([f"Not with as many as were asked for: {result['missed']}", ""] if result.get("missed") else []),
             "## Bytes on disk per dossier", "", *_bytes(result["bytes_per_dossier"])]  # fmt: skip
    return "\n".join(parts) + "\n"


def _rows(measured: Mapping[str, Mapping[str, Any]], what: str) -> list[str]:
    latencies = [f"p50 / p99 at {share} % (ms)" for share in SHARES]
    looks = list(next(iter(measured.values()))["reads_p50_ms"]) if measured else []
    heads = [what, "floor, events/s", "deliveries/s", "dossiers/s", "arrivals/s at most", *latencies, *(f"{look} (ms)" for look in looks),
             "services, MiB each", "Kafka + PostgreSQL, MiB"]  # fmt: skip
    lines = [[key, *_cells(row)] for key, row in measured.items()]
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {' | '.join(map(str, line))} |" for line in lines)]


def _cells(row: Mapping[str, Any]) -> list[Any]:
    late = [f"{at['p50_ms']} / {at['p99_ms']}" for at in row["latency"].values()]
    memory = row["memory_mib"]
    servers = sum(size for name, size in memory.items() if name in ("kafka", "postgres"))
    services = ", ".join(f"{name.removesuffix('-0')} {size}" for name, size in memory.items() if name.endswith("-0"))
    return [row["floor_events_per_s"], row["deliveries_per_s"], row["dossiers_per_s"], row["arrivals_per_s"], *late,
            *row["reads_p50_ms"].values(), services, servers]  # fmt: skip


def ratios(sizes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """How much slower each size is than ten thousand dossiers; 1 is the same, deliveries held against each size's own floor."""
    base = sizes.get(BASE)
    return {size: _slower(base, row) for size, row in sizes.items()} if base else {}


def _slower(base: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, float]:
    per_floor = [one["deliveries_per_s"] / one["floor_events_per_s"] for one in (base, row)]
    found = {"deliveries per floor": per_floor[0] / per_floor[1], "arrivals": base["arrivals_per_s"] / row["arrivals_per_s"],
             "p50 at 50 %": row["latency"]["50%"]["p50_ms"] / base["latency"]["50%"]["p50_ms"]}  # fmt: skip
    found |= {look: row["reads_p50_ms"][look] / took for look, took in base["reads_p50_ms"].items()}
    return {name: round(value, 2) for name, value in found.items()}


def _ratios(sizes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    found = ratios(sizes)
    if not found:
        return ["Ten thousand dossiers weren't among the sizes: no ratios."]
    names = list(next(iter(found.values())))
    lines = [f"| {size} | {' | '.join(_marked(value) for value in row.values())} |" for size, row in found.items()]
    return [f"How many times slower than with 10,000 dossiers (bar: ≤ {BAR}; more is in bold):", "",
            f"| dossiers | {' | '.join(names)} |", f"|{'---|' * (len(names) + 1)}", *lines]  # fmt: skip


def _marked(value: float) -> str:
    return f"**{value}**" if value > BAR else str(value)


def _bytes(each: Mapping[str, int]) -> list[str]:
    lines = [f"| {name} | {size:,} |" for name, size in each.items()]
    return ["| where | bytes |", "|---|---|", *lines, f"| together, one copy | {sum(each.values()):,} |", "",
            "Tables with their indexes after whole lives, nine in ten of them ended; Kafka: the records of its two topics of dossiers."]


def filled(text: str, result: Mapping[str, Any]) -> str:
    """A page with the latest figures in the place that is marked for them."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = [*_rows(result["sizes"], "dossiers stored"), "", *_ratios(result["sizes"]), "", *_rows(result["instances"], "instances"), "",
              *_bytes(result["bytes_per_dossier"])]  # fmt: skip
    source = f"Measured on {result['day']} ([all of it](reports/{result['day']}-growth.md)):"
    return f"{before}{BEGIN}\n\n{source}\n\n{'\n'.join(tables)}\n\n{END}{after}"
