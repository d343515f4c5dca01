"""How long people and programs wait for an answer, by route: until its first byte, so that streams don't count as slow."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lienthong_runtime.metrics import Metrics


class Answering:
    """Middleware; what no route answers for is counted together, or strangers could make as many series as they like."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, message["status"], perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            self._note(scope, 500, perf_counter() - began)
            raise

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if route != "none" else "any"
        told = "429" if status == 429 else f"{status // 100}xx"  # who was sent away isn't who asked wrongly
        self._metrics.http.labels(method, route, told).observe(seconds)
