"""What sla-monitor reads from the environment; constructed only in __main__."""

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings are enough."""
