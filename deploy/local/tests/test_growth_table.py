"""The release's table of growth says what was measured, marks what misses the bar, and leaves the rest of a page alone."""

from typing import Any

import pytest
import typer
from lienthong_local.bench.growth.copies import WHOLE
from lienthong_local.bench.growth.patterns import COUNT
from lienthong_local.bench.growth.table import BEGIN, END, filled, page, ratios
from lienthong_local.bench.growth.verb import SIZES, _numbers


def row(speed: float, floor: float = 9000, look: float = 4.0) -> dict[str, Any]:
    late = {share: {"per_s": 5, "p50_ms": 40.0, "p99_ms": 120.0} for share in ("10%", "50%", "90%")}
    memory = {"kafka": 200, "postgres": 250, "intake-0": 100, "intake-1": 90}
    return {"floor_events_per_s": floor, "deliveries_per_s": speed, "dossiers_per_s": speed / 45, "arrivals_per_s": 60.0, "latency": late,
            "reads_p50_ms": {"routing: an inbox": look}, "memory_mib": memory}  # fmt: skip


def result(sizes: dict[str, Any]) -> dict[str, Any]:
    return {"day": "2026-11-27", "machine": {"cpu": "a processor", "commit": "abc"}, "cores": 2, "load_average": [0.5, 2.0], "took_s": 900,
            "sizes": sizes, "instances": {"1": row(9000)}, "bytes_per_dossier": {"portal": 40_000, "kafka": 20_000}}  # fmt: skip


def test_slower_is_held_against_ten_thousand_and_against_each_sizes_own_floor() -> None:
    found = ratios({"10000": row(9000), "1000000": row(4500, floor=4500, look=8)})
    assert found["1000000"] == {"deliveries per floor": 1.0, "arrivals": 1.0, "p50 at 50 %": 1.0, "routing: an inbox": 2.0}


def test_what_misses_the_bar_stands_out() -> None:
    told = page(result({"10000": row(9000), "1000000": row(9000, look=6)}))
    assert "**1.5**" in told and "1.0 |" in told and "| together, one copy | 60,000 |" in told


def test_without_ten_thousand_no_ratio_is_made_up() -> None:
    assert ratios({"1000": row(9000)}) == {} and "no ratios" in page(result({"1000": row(9000)}))


def test_a_page_gets_the_latest_figures_and_keeps_its_words() -> None:
    text = f"# Scale\n\n{BEGIN}\nold figures\n{END}\n\nwords\n"
    once = filled(text, result({"10000": row(9000)}))
    assert "old figures" not in once and once.startswith("# Scale\n\n") and once.endswith(f"{END}\n\nwords\n")
    assert filled(once, result({"10000": row(9000)})) == once


def test_sizes_are_whole_copies_and_every_fault_is_named() -> None:
    assert _numbers(SIZES, COUNT) == [1000, 10_000, 100_000, 1_000_000] and WHOLE % COUNT == 0
    with pytest.raises(typer.BadParameter, match="150, many"):
        _numbers("1000,150,many", COUNT)
