"""The audit log: who did what at the windows."""
