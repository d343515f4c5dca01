"""Holds the topics, the ledger and every service's rows against each other."""

from lienthong_local.verify.report import Disagreement, Report
from lienthong_local.verify.run import verify

__all__ = ["Disagreement", "Report", "verify"]
