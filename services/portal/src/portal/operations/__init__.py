"""The windows of those who run the house: what was set aside, and whether everything works."""
