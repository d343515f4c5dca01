"""schemathesis as the flows run it: one actor against one service, by the document that the service itself serves."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from house import House
from lienthong_runtime.identity import Role

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "negative_data_rejection", "missing_required_header", "unsupported_method", "ignored_auth")  # fmt: skip

# A proposal's body has so many fields that trying each costs half a minute: it is fuzzed without that.
_BOUNDS = """
[generation]
max-examples = 4
no-shrink = true
deterministic = true
[phases.coverage]
unexpected-methods = ["PUT"]
[auth.openapi.token]
bearer = "${FUZZ_TOKEN}"
[[operations]]
include-operation-id = "propose"
include-path = "/proposals"
phases.coverage.enabled = false
"""


@dataclass(frozen=True)
class Asking:
    """Who asks which service for what: operations by tag, all without any."""

    service: str
    agency: str | None
    roles: tuple[Role, ...]
    tags: tuple[str, ...] = ()
    phases: str = "coverage,fuzzing"
    subject: str = "mc1"


async def fuzz(house: House, asking: Asking, known: Mapping[str, Sequence[str]], room: Path) -> str:
    """What schemathesis found wrong; empty when nothing. `known` are values that parameters are mostly taken from."""
    url = house.urls[asking.service]
    assert url.startswith("http://127.0.0.1:"), "nobody else's service is fuzzed"
    _settle(room, known)
    token = house.services.issuer.token(asking.subject, asking.agency, asking.roles)
    tags = [word for tag in asking.tags for word in ("--include-tag", tag)]
    st = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("st"), "--config-file", "fuzz.toml", "--no-color", "run", f"{url}/openapi.json", *tags,
        "--phases", asking.phases, "--checks", ",".join(CHECKS), "--warnings", "off",
        cwd=room, env={**os.environ, "FUZZ_TOKEN": token, "NO_PROXY": "127.0.0.1"}, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT)  # fmt: skip
    said, _ = await st.communicate()
    return said.decode(errors="replace") if st.returncode else ""


def _settle(room: Path, known: Mapping[str, Sequence[str]]) -> None:
    room.mkdir()
    (room / "fuzz.toml").write_text(_settings(known))


def _settings(known: Mapping[str, Sequence[str]]) -> str:
    lines = ["continue-on-failure = true", 'suppress-health-check = ["all"]']
    for number, values in enumerate(known.values()):
        lines += [f"[dictionaries.d{number}]", f"values = [{', '.join(map(_quoted, values))}]"]
    bound = [f'{_quoted(name)} = {{ dictionary = "d{n}", probability = 0.9 }}' for n, name in enumerate(known)]
    return "\n".join([*lines, "[parameters]", *bound, _BOUNDS])


def _quoted(text: str) -> str:
    return f'"{text}"'
