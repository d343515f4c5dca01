"""Breaks a stack of its own on purpose under load, lets it heal, and holds what was promised against what is there."""
