from lienthong_runtime import run

from notifier.app import build
from notifier.settings import Settings

settings = Settings()
run(build(settings), settings)
