"""The verb `screenshots`."""

import asyncio
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from lienthong_local.child import leave_on_signals
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT, Home
from lienthong_local.play.demo import Demo
from lienthong_local.progress import shown
from lienthong_local.screenshots.shots import Shot, shots
from lienthong_local.services import Plan
from lienthong_local.sign_in import link
from lienthong_local.stack import Stack
from lienthong_local.verify.rows import worth_showing

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]  # fmt: skip
TALLEST = 1500  # pixels: a README shows how a page begins


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(screenshots)


def screenshots(
    out: Annotated[Path, typer.Option("--out", help="The folder for the pictures.")] = CHECKOUT / "docs" / "screenshots",
    dossiers: Annotated[int, typer.Option(min=20, max=5000, help="How many dossiers the week has.")] = 200,
    only: Annotated[str, typer.Option(help="Only pictures whose name contains this.")] = "",
) -> None:
    """Play a week, and photograph every window's main pages with Chromium: desk and phone, light and dark.

    Example: `lienthong screenshots --out /tmp/pictures --only board`
    """
    out.mkdir(parents=True, exist_ok=True)
    asyncio.run(_screenshots(out, dossiers, only))


async def _screenshots(out: Path, dossiers: int, only: str) -> None:
    leave_on_signals()
    chromium = _chromium()
    with shown(Console(stderr=True)) as tell:
        stack = await Stack(Home.at().afresh("demo"), Plan(clock="business", env={"LIENTHONG_REST": "0"}), tell=tell).__aenter__()
    try:
        await Demo(dossiers, 7).run(stack, Console(stderr=True))
        assert stack.services is not None
        found = await worth_showing(stack.services.dsns)
        await _take(stack, chromium, [shot for shot in shots(found) if only in shot.name], out)
    finally:
        await stack.__aexit__(None, None, None)


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise StackError("no Chromium on this machine: install the package chromium")
    return found


async def _take(stack: Stack, chromium: str, wanted: list[Shot], out: Path) -> None:
    from playwright.async_api import async_playwright  # a test tool: only this verb needs it

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in wanted:
            print(out / f"{shot.name}.png")
            await _photograph(stack, browser, shot, out / f"{shot.name}.png")
        await browser.close()


async def _photograph(stack: Stack, browser: Any, shot: Shot, file: Path) -> None:
    services = stack.services
    assert services is not None
    portal, look = services.url("portal"), "dark" if shot.dark else "light"
    size = {"width": shot.width, "height": 900}
    context = await browser.new_context(viewport=size, color_scheme=look, locale="vi-VN", reduced_motion="reduce")
    page = await context.new_page()
    if shot.roles:
        token = services.issuer.token(shot.subject, shot.agency or None, shot.roles)
        await page.goto(link(portal, token, shot.path))
        await page.wait_for_url(f"**{shot.path.partition("?")[0]}**")
    else:
        await page.goto(f"{portal}{shot.path}")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_timeout(700)  # a chart is drawn after the first paint
    height = min(TALLEST, await page.evaluate("document.documentElement.scrollHeight"))
    await page.set_viewport_size({"width": shot.width, "height": max(600, height)})
    await page.screenshot(path=file)
    await context.close()

