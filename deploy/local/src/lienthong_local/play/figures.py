"""What a period came to, without anything that hangs on the machine: ids, codes and the hour it was played."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from lienthong_local.verify.topics import Sent

OWN = ("dossier_id", "code", "consignment", "consultation", "result_no", "late_seconds")
MINUTES = ("leg", "wait", "pause")


def figures(sent: Iterable[Sent]) -> dict[str, Any]:
    """Counts of what happened, minutes by kind, and a digest of every dossier's whole life."""
    lives: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    kinds: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    for one in sent:
        body = json.loads(one.body)
        place = (one.envelope.source, one.envelope.number)
        if place in lives[one.envelope.subject]:
            continue
        lives[one.envelope.subject][place] = _told(one.envelope.kind, body)
        kinds[one.envelope.kind] += 1
        verdicts[body.get("verdict", "")] += one.envelope.kind == "DeadlineMet"
        minutes.update({use["kind"]: use["minutes"] for use in body.get("uses", ())})
    digest = hashlib.sha256("\n".join(sorted(_life(life) for life in lives.values())).encode()).hexdigest()
    return {
        "dossiers": len(lives), "events": sum(kinds.values()), "kinds": dict(sorted(kinds.items())),
        "verdicts": {k: n for k, n in sorted(verdicts.items()) if k}, "minutes": {k: minutes[k] for k in MINUTES}, "digest": digest,
    }  # fmt: skip


def _told(kind: str, body: dict[str, Any]) -> str:
    return json.dumps([kind, {name: value for name, value in sorted(body.items()) if name not in OWN}], ensure_ascii=False)


def _life(events: dict[tuple[str, int], str]) -> str:
    told = [f"{source} {number} {event}" for (source, number), event in sorted(events.items())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
