"""Asks a service of the running stack, as an operator does."""

from typing import Any

import httpx2

from lienthong_local.failure import StackError
from lienthong_local.stack_file import Facts


def ask(facts: Facts, service: str, method: str, path: str, body: Any = None, patience: float = 10) -> Any:
    """The answer's JSON. Raises StackError when there is none within `patience` seconds."""
    try:
        answer = httpx2.request(method, facts["urls"][service] + path, timeout=patience, trust_env=False, json=body,
                                headers={"Authorization": f"Bearer {facts['service_token']}"})  # fmt: skip
        if answer.status_code == 422:
            raise StackError("; ".join(f"{error['field']}: {error['detail']}" for error in answer.json()["errors"]))
        answer.raise_for_status()
    except httpx2.HTTPError as fault:
        raise StackError(f"{service} doesn't answer ({type(fault).__name__}): see `lienthong logs {service}`") from None
    return answer.json()
