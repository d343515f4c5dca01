"""No file names a registry: each site has its own, and sets it in its own configuration."""

import re

import pytest
from sources import ROOT, paths

HOSTS = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|maven\.org|repo\.maven\.apache|repo1\.|docker\.io|ghcr\.io|quay\.io|"
    r"jfrog\.|artifactory\.|nexus\.|registry\.(npmjs|yarnpkg|k8s|hub|gitlab)|jitpack\.io|crates\.io)|\b(extra-)?index[-]url\b|\[\[tool\.uv\.index\]\]"
)
PUBLIC = {"https://pypi" ".org", "https://files.pythonhosted" ".org"}
TEXT = (".py", ".toml", ".yml", ".yaml", ".md", ".sql", ".sh", ".json", ".cfg", ".txt", "Dockerfile", "justfile", "lienthong", ".ci/run")


def naming(text: str) -> list[str]:
    return [line.strip()[:90] for line in text.splitlines() if HOSTS.search(line)]


def test_no_file_names_a_registry() -> None:
    read = {path: (ROOT / path).read_text("utf-8") for path in paths() if path.endswith(TEXT) and path != "uv.lock"}
    assert len(read) > 100
    wrong = {path: found for path, text in read.items() if (found := naming(text))}
    assert not wrong, f"{wrong}: behind a firewall another registry stands in its place; packagers' clients know which"


def test_the_lock_names_the_public_registry_and_no_mirror() -> None:
    hosts = set(re.findall(r"https?://[^/\"]+", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts <= PUBLIC, f"{hosts - PUBLIC}: lock without the mirror of the place where you work"


@pytest.mark.parametrize("line", ["FROM ghcr" ".io/x", "url = 'https://pypi" ".org/simple'", "--index" "-url x", "repo1" ".maven"])
def test_a_registry_is_noticed(line: str) -> None:
    assert naming(line)
