"""The three channels alone, one after another, each against its provider in another process."""

import asyncio
import json
import sys
from typing import Any

from lienthong_local.bench.notices.ground import Ground
from lienthong_local.home import CHECKOUT

COUNTS = {"smpp": 20_000, "smtp": 3_000, "http": 5_000}


async def measure_channels(ground: Ground) -> dict[str, Any]:
    """Messages a second of each; where the limit would be if the notifier did nothing else."""
    providers = ground.providers
    addresses = {"smpp": providers.sms.smpp, "smtp": providers.mail.smtp, "http": f"{providers.gateway.url}/gateway"}
    return {name: await _alone(ground, name, address) for name, address in addresses.items()}


async def _alone(ground: Ground, name: str, address: str) -> dict[str, Any]:
    ground.tell(f"the channel {name} alone", 0, 0)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lienthong_local.bench.notices.alone", name, address, str(COUNTS[name]), stdout=asyncio.subprocess.PIPE,
        cwd=CHECKOUT)  # fmt: skip
    output, _ = await process.communicate()
    found: dict[str, Any] = json.loads(output)
    return found
