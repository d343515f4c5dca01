"""A notifier of each test's own, with two SMS providers and one mail server beside it."""

from itertools import count

import pytest_asyncio
from notifier_at_work import at_work

_NUMBERS = count(1)


@pytest_asyncio.fixture
async def work(infra, prefix, tmp_path, request):
    """The service at work; `@pytest.mark.parametrize("work", [{…}], indirect=True)` gives it other settings."""
    given = {"sms_gateway": "yes"} | getattr(request, "param", {})
    async with at_work(infra, prefix, f"w{next(_NUMBERS)}", tmp_path, **given) as found:
        yield found
