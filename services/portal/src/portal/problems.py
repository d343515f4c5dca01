"""Problems told to people: who isn't signed in is asked to, everybody else reads in words what is wrong."""

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import AT_WORK, OVERSEERS, Fault
from lienthong_runtime.problem import ProblemPage

from portal.gate import cookies
from portal.gate.origin import reads
from portal.sign_in import OWN_PASSWORD
from portal.views import ProblemView
from portal.web.render import HEADERS, Pages
from portal.windows import language

_TITLES = {403: "problem.403", 404: "problem.404", 413: "problem.413", 429: "problem.429", 500: "problem.500", 503: "problem.503"}


def problem_page(pages: Pages) -> ProblemPage:
    """What the chassis asks for a page about a problem."""

    def told(request: Request, status: int, faults: Sequence[Fault]) -> Response:
        if status == 401:
            return RedirectResponse(f"/vao?di={quote(_where(request))}{'&het=1' if cookies.kept(request) else ''}", 303)
        actor = getattr(request.state, "actor", None)
        if status == 403 and getattr(request.state, "narrow", False):  # signed in by a password that somebody else knows
            return RedirectResponse(OWN_PASSWORD, 303)
        lang = language(request)
        title = pages.word(lang, _TITLES.get(status, "problem.422"))
        view = ProblemView(status, title, faults=tuple(fault.en if lang == "en" else fault.vi for fault in faults))
        at_work = actor is not None and not actor.roles.isdisjoint((*AT_WORK, *OVERSEERS))
        shell = "base.html" if at_work else "citizen.html"
        shown = pages.render("problem", view, lang, actor=actor, local=False, dead=0, shell=shell)
        return HTMLResponse(shown, status, headers=HEADERS)

    return told


def _where(request: Request) -> str:
    """The page to come back to: the one that was asked for, or that has the form."""
    if reads(request):
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    before = urlsplit(request.headers.get("referer", ""))
    return before.path or "/" if before.netloc == request.headers.get("host") else "/"
