"""Problems told to people: who isn't signed in is asked to, everybody else reads in words what is wrong."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from lienthong_runtime import Fault
from lienthong_runtime.problem import ProblemPage

from portal.views import ProblemView
from portal.web.render import HEADERS, Pages
from portal.windows import language

_TITLES = {403: "problem.403", 404: "problem.404", 503: "problem.503"}


def problem_page(pages: Pages) -> ProblemPage:
    """What the chassis asks for a page about a problem."""

    def told(request: Request, status: int, faults: Sequence[Fault]) -> Response:
        if status == 401:
            return RedirectResponse(f"/vao?di={quote(request.url.path)}", 303)
        lang = language(request)
        title = pages.word(lang, _TITLES.get(status, "problem.422"))
        view = ProblemView(status, title, faults=tuple(fault.en if lang == "en" else fault.vi for fault in faults))
        shown = pages.render("problem", view, lang, actor=getattr(request.state, "actor", None), local=False, dead=0)
        return HTMLResponse(shown, status, headers=HEADERS)

    return told
