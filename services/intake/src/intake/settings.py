"""What intake reads from the environment; constructed only in __main__."""

from pathlib import Path
from typing import ClassVar

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings, where the catalogue's files and the dossiers' documents lie, and the keys that only intake has."""

    catalogues: Path = Path("deploy/catalogues")
    objects: str = ".lienthong/objects"  # a folder, or a URL such as s3://bucket/prefix
    upload_bytes: int = 200_000_000
    upload_seconds: float = 21_600  # 200 MB at 10 kB a second; what is twice as old and no dossier's is swept away
    sweep_seconds: float = 3600  # between two sweeps; 0: none, as after an older copy of the database was restored
    seal_key: str = "local"  # seals personal data; whoever loses it has lost who the citizens are
    portal_url: str = "http://127.0.0.1:8005"  # what a form's QR code leads to

    secrets: ClassVar[tuple[str, ...]] = (*RuntimeSettings.secrets, "seal_key")
