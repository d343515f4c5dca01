from lienthong_runtime import run

from intake.app import build
from intake.settings import Settings

settings = Settings()
run(build(settings), settings)
