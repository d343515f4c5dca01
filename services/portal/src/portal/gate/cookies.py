"""Cookies of the windows: their names and attributes, over https and without."""

from fastapi import Request, Response

# `__Host-`: a browser takes it over https only, from this host only, for all of it; a neighbouring host can't plant one.
SECURE, PLAIN = "__Host-lienthong", "lienthong_session"


def is_secure(request: Request) -> bool:
    """Whether the reader came over https, as far as the proxy in front says."""
    return request.url.scheme == "https"


def name(request: Request, purpose: str = "") -> str:
    """The cookie's name here."""
    return (SECURE if is_secure(request) else PLAIN) + purpose


def kept(request: Request, purpose: str = "") -> str:
    """What the browser has kept; over https a plain cookie doesn't count."""
    return request.cookies.get(name(request, purpose), "")


def keep(request: Request, answer: Response, value: str, purpose: str = "", seconds: int | None = None) -> None:
    """Have the browser keep it: no script reads it, no other site's form sends it."""
    answer.set_cookie(name(request, purpose), value, seconds, httponly=True, samesite="lax", path="/", secure=is_secure(request))


def drop(request: Request, answer: Response, purpose: str = "") -> None:
    """Have the browser forget it."""
    answer.delete_cookie(name(request, purpose), path="/", secure=is_secure(request), httponly=True, samesite="lax")
