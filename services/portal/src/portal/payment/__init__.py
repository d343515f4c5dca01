"""Paying online: a sandbox that plays the gateway, until a real one is named in the settings."""
