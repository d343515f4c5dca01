"""What every answer says to browsers, be it a page, a file, a fragment or an error."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Send

from portal.gate.cookies import is_secure

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()",
    # Pages bring their own; whatever else is opened by itself runs and loads nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
# A file's address has a mark of its content in it: what was fetched once stays right. All else is its reader's alone.
FILE, PRIVATE = "public, max-age=31536000, immutable", "no-store"


def dressed(request: Request, send: Send) -> Send:
    """A way to send that adds what is missing."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (ALWAYS | (OVER_HTTPS if is_secure(request) else {})).items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", FILE if _is_file(request, message["status"]) else PRIVATE)
            if message["status"] == 401 and "hx-request" in request.headers:
                # A fragment of a page whose session is over: the whole page goes to the door, instead of a problem into its middle.
                headers["HX-Refresh"] = "true"
        await send(message)

    return sent


def _is_file(request: Request, status: int) -> bool:
    return status in (200, 206, 304) and request.url.path.startswith("/static/") and "v" in request.query_params
