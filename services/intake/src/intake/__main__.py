"""intake: see decisions.py for all that it does."""
from lienthong_runtime import run

from intake.app import build
from intake.catalogue import FaultyCatalogue, read_catalogue
from intake.settings import Settings

settings = Settings()
try:
    service = build(settings, read_catalogue(settings.catalogues))
except FaultyCatalogue as fault:
    raise SystemExit(f"the catalogue in {settings.catalogues} is faulty:\n{fault}") from None
run(service, settings)
