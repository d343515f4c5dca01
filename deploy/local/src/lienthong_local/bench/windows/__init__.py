"""How fast the windows are over a million dossiers."""
