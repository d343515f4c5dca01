"""What the services count, read from their metrics."""

import asyncio

import httpx2
from prometheus_client.parser import text_string_to_metric_families

type Edges = dict[float, float]


class Counters:
    """Reads the metrics of each service."""

    def __init__(self, urls: dict[str, str]) -> None:
        self._urls = urls
        self._client = httpx2.AsyncClient(timeout=10, trust_env=False)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def read(self) -> dict[str, dict[str, float]]:
        """By service: applied events, sent events, and the histogram of effect_seconds by its edges."""
        answers = await asyncio.gather(*(self._client.get(f"{url}/metrics") for url in self._urls.values()))
        return {name: _samples(answer.text) for name, answer in zip(self._urls, answers, strict=True)}


def _samples(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "events_total":
                found[sample.labels["result"]] = sample.value
            elif sample.name == "events_sent_total":
                found["sent"] = sample.value
            elif sample.name == "effect_seconds_bucket":
                found[f"le {sample.labels['le']}"] = sample.value
    return found


def quantile(before: dict[str, float], after: dict[str, float], share: float) -> float:
    """Seconds below which that share of the events between two readings had their effect; the bucket's upper edge."""
    edges = {float(key[3:]): after[key] - before.get(key, 0) for key in after if key.startswith("le ")}
    total = max(edges.values(), default=0)
    return next((edge for edge in sorted(edges) if total and edges[edge] >= share * total), float("nan"))
