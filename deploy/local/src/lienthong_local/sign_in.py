"""The verb `sign-in`: a link that opens the windows of the running stack as somebody (a real one has an identity provider)."""

from typing import Annotated, get_args
from urllib.parse import quote

import typer
from lienthong_runtime.identity import Role

from lienthong_local import stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.identity import issuer_at

BOARD = "/bang-theo-doi"


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("sign-in")(sign_in)


def sign_in(
    roles: Annotated[str, typer.Option(help=f"One or several of {', '.join(get_args(Role))}.")] = "admin",
    agency: Annotated[str, typer.Option(help="The agency that an officer acts for.")] = "",
    subject: Annotated[str, typer.Option("--as", help="The name in the token.")] = "quan-tri",
    to: Annotated[str, typer.Option(help="The page to open.")] = BOARD,
    token_only: Annotated[bool, typer.Option("--token", help="Only the token, for a program's Authorization header.")] = False,
) -> None:
    """Print a link that signs you in at the windows, for twelve hours; whoever has it is signed in, too.

    Example: `lienthong sign-in --roles officer,head --agency H32.41 --as cb1`
    """
    asked = roles.split(",")
    if strange := set(asked) - set(get_args(Role)):
        raise StackError(f"no role {', '.join(sorted(strange))}; there are {', '.join(get_args(Role))}")
    home = Home.at()
    facts = stack_file.demand(home)
    token = issuer_at(home).token(subject, agency or None, tuple(asked))
    print(token if token_only else link(facts["urls"]["portal"], token, to))


def link(portal: str, token: str, to: str = BOARD) -> str:
    """The address; what stands behind the # stays in the browser."""
    return f"{portal}/vao?di={quote(to)}#{token}"
