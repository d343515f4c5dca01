"""Lists of dossiers: what is found by words, by code, by desk."""
