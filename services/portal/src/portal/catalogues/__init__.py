"""The window on the catalogues: what is in force, how it changed, and proposals to change it."""
