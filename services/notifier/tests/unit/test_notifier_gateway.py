"""What an HTTP gateway's answers mean: whether it has the message, won't, can't, or nobody knows (ADR 0006)."""

import httpx2
import pytest
from notifier.channels import Receipt, Rendered
from notifier.channels.gateway import LONGEST_PAUSE, Gateway
from notifier.channels.short_message import Brand
from notifier.domain.answer import Refused, Sent, Throttled, Unanswered, Untried

REFERENCE = "01933c3e-7a00-5000-8000-000000000001"
MESSAGE = Rendered("+84912345678", "", "x", REFERENCE)


def gateway(answer):
    """One that answers so, or breaks so."""

    def handle(request):
        if isinstance(answer, Exception):
            raise answer
        return answer

    found = Gateway("http://gateway", "key", Brand("LienThong"), cursor=None)
    found._http = httpx2.AsyncClient(base_url="http://gateway", transport=httpx2.MockTransport(handle))
    return found


@pytest.mark.parametrize(("answer", "meant"), [
    (httpx2.Response(202, json={"id": "1"}), Sent((REFERENCE,), asks=True)),
    (httpx2.Response(200, json={"id": "1"}), Sent((REFERENCE,), asks=True)),
    (httpx2.Response(200, json={"ok": 1}), Unanswered("garbage")),
    (httpx2.Response(400, json={"error": "invalid-destination"}), Refused("invalid-destination", permanent=True)),
    (httpx2.Response(400, json={"error": "invalid-sender"}), Untried("sender-refused")),
    (httpx2.Response(401, json={"error": "unauthorised"}), Untried("wrong-password")),
    (httpx2.Response(402, json={"error": "no-credit"}), Untried("no-credit")),
    (httpx2.Response(400, json={"error": "anything"}), Refused("http-400", permanent=False)),
    (httpx2.Response(400, json={"error": ["no", "text"]}), Refused("http-400", permanent=False)),
    (httpx2.Response(400, json=["no", "object"]), Refused("http-400", permanent=False)),
    (httpx2.Response(502, text="<html>Bad gateway"), Unanswered("http-502")),  # it may have passed
    (httpx2.Response(429), Throttled(1.0)),
    (httpx2.Response(429, headers={"Retry-After": "2.5"}), Throttled(2.5)),
    (httpx2.Response(429, headers={"Retry-After": "86400"}), Throttled(LONGEST_PAUSE)),
    (httpx2.Response(429, headers={"Retry-After": "Thu, 26 Nov 2026 10:00:00 GMT"}), Throttled(1.0)),
    (httpx2.ConnectError("x"), Untried("ConnectError")), (httpx2.ConnectTimeout("x"), Untried("ConnectTimeout")),
    (httpx2.ReadTimeout("x"), Unanswered("ReadTimeout")), (httpx2.ReadError("x"), Unanswered("ReadError")),
])  # fmt: skip
async def test_what_a_gateway_s_answer_means(answer, meant):
    assert await gateway(answer).send(MESSAGE) == meant


@pytest.mark.parametrize(("answer", "known"), [
    (httpx2.Response(200, json={"status": "delivered"}), Receipt("gateway", REFERENCE, True, "delivered")),
    (httpx2.Response(200, json={"status": "failed", "reason": "UNDELIV"}), Receipt("gateway", REFERENCE, False, "UNDELIV")),
    (httpx2.Response(200, json={"status": "accepted"}), Receipt("gateway", REFERENCE, None, "accepted")),
    (httpx2.Response(404), None), (httpx2.Response(200, text="garbage"), None), (httpx2.ReadTimeout("x"), None),
])  # fmt: skip
async def test_asked_about_a_message_it_says_what_became_of_it_or_nothing(answer, known):
    assert await gateway(answer).ask(REFERENCE) == known
