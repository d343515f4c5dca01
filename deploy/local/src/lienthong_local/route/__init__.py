"""A route, drawn: who works on a dossier, in which order, for how long."""
