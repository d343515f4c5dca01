"""What intake reads from the environment; constructed only in __main__."""

from pathlib import Path

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings, and where the catalogue's files lie."""

    catalogues: Path = Path("deploy/catalogues")
