"""What the threat model names is there: code that answers, and the test that tries it (issue 8)."""

import re

import pytest
from lienthong_local.home import CHECKOUT

LINK = re.compile(r"\]\(([^)#]+)\)")
PAGES = ("docs/threat-model.md", "docs/security.md")


@pytest.mark.parametrize("page", PAGES)
def test_whatever_it_leads_to_is_there(page: str) -> None:
    file = CHECKOUT / page
    links = LINK.findall(file.read_text("utf-8"))
    assert links and not [link for link in links if not (file.parent / link).exists()]


def test_every_threat_is_tried_by_a_test() -> None:
    text = (CHECKOUT / "docs/threat-model.md").read_text("utf-8")
    rows = re.findall(r"^\| [STRIDE] \| (.+?) \| .+? \| (.+?) \|$", text, re.MULTILINE)
    assert len(rows) > 30
    assert not [threat for threat, tried in rows if not re.search(r"\[test_\w+\]\(", tried)]


def test_every_boundary_that_is_drawn_is_gone_through() -> None:
    text = (CHECKOUT / "docs/threat-model.md").read_text("utf-8")
    drawn = set(re.findall(r'"(\d): ', text))
    assert drawn == set(re.findall(r"^### (\d) · ", text, re.MULTILINE)) and len(drawn) == 9
