"""Where a request comes from, as its browser says: whether a window of ours made it, and whether its cookie counts."""

from enum import Enum

from fastapi import Request

_READING = ("GET", "HEAD", "OPTIONS")


class Origin(Enum):
    """Who made the browser send it."""

    OURS = "a page of this site, or the reader"
    FOREIGN = "another site"
    UNSAID = "no browser's word on it"


def reads(request: Request) -> bool:
    """Whether it changes nothing."""
    return request.method in _READING


def origin(request: Request) -> Origin:
    """Who made it. Browsers say Sec-Fetch-Site over https and on the machine itself only, and Origin with every form."""
    site, from_where = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return Origin.OURS if site == "same-origin" or (site == "none" and reads(request)) else Origin.FOREIGN
    if from_where is not None:
        return Origin.OURS if from_where.partition("://")[2] == request.headers.get("host") else Origin.FOREIGN
    return Origin.UNSAID


def cookie_counts(request: Request) -> bool:
    """Whether who is signed in at the browser is who asks: its own pages, and for reading links from elsewhere that are followed."""
    came = origin(request)
    if not reads(request):
        return came is Origin.OURS
    return came is not Origin.FOREIGN or _followed(request)


def _followed(request: Request) -> bool:
    # A link in a letter, and the way back from an identity provider: the reader sees the page, the other site doesn't.
    return request.headers.get("sec-fetch-mode") == "navigate" and request.headers.get("sec-fetch-dest") == "document"
