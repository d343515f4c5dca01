"""From an empty system to the first dossier."""
