from lienthong_runtime import run

from portal.app import build
from portal.settings import Settings

settings = Settings()
run(build(settings), settings)
