"""Chromium, where the machine has one, and the house behind it."""

import shutil
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PDF_VIEWER = "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/"  # Chromium's own
OURS = ("http://127.0.0.1:", "data:", "blob:", "about:", PDF_VIEWER, "chrome://resources/")
# Chromium notes each page that came with such a status: a form that was refused, which is what it should say.
REFUSED = tuple(f"Failed to load resource: the server responded with a status of {status}" for status in (409, 422))


def _amiss(message: Any) -> bool:
    return message.type == "error" and not message.text.startswith(REFUSED) and not message.location["url"].startswith(PDF_VIEWER)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncGenerator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser's tests")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncGenerator[Any]:
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if _amiss(message) else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("request", lambda asked: None if asked.url.startswith(OURS) else faults.append(f"asked of another host: {asked.url}"))
    yield page
    await page.close()
    assert faults == [], "a page may not break the content-security policy nor any script, nor ask another host"
