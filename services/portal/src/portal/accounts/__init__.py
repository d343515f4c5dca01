"""Signing in at the windows: accounts with passwords, sessions that can be ended, and who may give which role."""
