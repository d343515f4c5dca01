from lienthong_runtime import run

from sla_monitor.app import build
from sla_monitor.settings import Settings

settings = Settings()
run(build(settings), settings)
