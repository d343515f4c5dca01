"""The chassis of every service: consume, decide, outbox, relay, time, HTTP."""

from lienthong_runtime.catalogue import Catalogue, CatalogueBehind
from lienthong_runtime.commands import ActingAgency, ActingOfficer, Command, refuse_unless
from lienthong_runtime.decision import Context, Decision, Fault, Refused, Row, Unprocessable
from lienthong_runtime.guard import look_as, seeing_as
from lienthong_runtime.http import service_only
from lienthong_runtime.identity import AT_WORK, OVERSEERS, Actor, NotAllowed, open_to
from lienthong_runtime.instant import Instant
from lienthong_runtime.preparation import Asked
from lienthong_runtime.process import running
from lienthong_runtime.records import Letter
from lienthong_runtime.run import run
from lienthong_runtime.service import Parts, Service
from lienthong_runtime.settings import RuntimeSettings
from lienthong_runtime.states import Column, StateTable
from lienthong_runtime.succession import Succession, successions

__all__ = [
    "AT_WORK", "OVERSEERS", "ActingAgency", "ActingOfficer", "Actor", "Asked", "Catalogue", "CatalogueBehind", "Column", "Command",
    "Context", "Decision", "Fault", "Instant", "Letter", "NotAllowed", "Parts", "Refused", "Row", "RuntimeSettings", "Service",
    "StateTable", "Succession", "Unprocessable", "look_as", "open_to", "refuse_unless", "run", "running", "seeing_as", "service_only",
    "successions",
]  # fmt: skip
