"""A locality's published period, played through the real services and held against what was published."""
