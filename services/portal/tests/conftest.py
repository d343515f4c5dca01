"""Properties are never timed: a busy machine is no fault of the domain."""

from hypothesis import settings

settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")
