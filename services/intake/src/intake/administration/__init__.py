"""The catalogue's administration: who proposes a change, who decides on it, and what it would touch (S2-06, S2-19, S4-26)."""
