"""The main job as a newcomer starts it: a week of dossiers, and nothing missing (issue 3)."""

import asyncio
import json
import os
import sys

from lienthong_local.home import CHECKOUT

KEYS = {
    "dossiers",
    "events",
    "hand_overs",
    "warnings",
    "breaches",
    "apologies",
    "emails",
    "sms",
    "dead_letters",
    "missing",
    "duplicates",
    "seconds",
}


async def test_the_demo_plays_a_week_and_nothing_is_missing_or_doubled(tmp_path) -> None:  # type: ignore[no-untyped-def]
    given = {k: v for k, v in os.environ.items() if k not in ("KAFKA_BOOTSTRAP_SERVERS", "POSTGRES_DSN")}
    command = [sys.executable, "-m", "lienthong_local.cli", "demo", "--json", "--dossiers", "60"]
    demo = await asyncio.create_subprocess_exec(
        *command, cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE, env={**given, "LIENTHONG_HOME": str(tmp_path)}
    )
    output, _ = await asyncio.wait_for(demo.communicate(), 300)
    facts = json.loads(output)
    assert demo.returncode == 0
    assert set(facts) == KEYS
    assert facts["dossiers"] == 60
    assert (facts["missing"], facts["duplicates"], facts["dead_letters"]) == (0, 0, 0)
