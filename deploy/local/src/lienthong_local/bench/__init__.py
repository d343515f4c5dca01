"""Measures the running kind of stack: floor, backlog, latency, memory."""
