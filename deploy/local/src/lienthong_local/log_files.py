"""Knows how to print the ends of log files, and what is added to them."""

import threading
from collections.abc import Sequence
from pathlib import Path


def print_tail(files: Sequence[Path], lines: int) -> None:
    """The last lines of each."""
    for file in files:
        for line in file.read_text(errors="replace").splitlines()[-lines:] if lines > 0 else ():
            _say(file, line)


def follow(files: Sequence[Path]) -> None:
    """What is added, until Ctrl-C."""
    read = {file: file.stat().st_size for file in files}
    try:
        while not threading.Event().wait(0.3):
            read = {file: _news(file, place) for file, place in read.items()}
    except KeyboardInterrupt:
        return


def _news(file: Path, place: int) -> int:
    with file.open("rb") as text:
        text.seek(place if file.stat().st_size >= place else 0)
        for line in text:
            _say(file, line.decode(errors="replace").rstrip("\n"))
        return text.tell()


def _say(file: Path, line: str) -> None:
    print(f"{file.stem}  {line}", flush=True)
