from lienthong_runtime import run

from routing.app import build
from routing.settings import Settings

settings = Settings()
run(build(settings), settings)
