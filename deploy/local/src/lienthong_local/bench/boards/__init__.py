"""How soon an event is on an open board, with many boards open."""
