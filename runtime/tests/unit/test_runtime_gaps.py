"""A number that was skipped is an alarm for whoever reads every kind, and nothing to whoever reads some."""

from typing import Any

import pytest
from lienthong_runtime import RuntimeSettings
from lienthong_runtime.consume import Consumer
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.records import Letter


@pytest.mark.parametrize(("every_kind", "counted"), [(True, 1), (False, 0)])
def test_a_skipped_number_is_counted_by_the_ledger_alone(every_kind: bool, counted: int) -> None:
    metrics, nothing = Metrics(), Any
    consumer = Consumer(RuntimeSettings(), "toy", ("dossier.v1",), {}, every_kind, nothing, metrics)  # type: ignore[arg-type]
    consumer.note(Outcome({}, gaps=[Letter("dossier.v1", 0, 7, (), b"{}")]))
    assert metrics.registry.get_sample_value("gaps_total") == counted
