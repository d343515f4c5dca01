"""What something was measured on: processor, versions, commit."""

import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lienthong_local.home import CHECKOUT

PACKAGES = ("aiokafka", "asyncpg", "pydantic", "msgspec", "fastapi", "uvicorn")


def machine() -> dict[str, Any]:
    """What it was measured on: processor, versions, commit."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    ).stdout.strip()
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ""
    )
    return {"cpu": model, "python": platform.python_version(), "kernel": platform.release(), "commit": commit, "kafka": "4.4.0",
            "versions": {name: version(name) for name in PACKAGES}}  # fmt: skip
