"""What the desk and the route bear: receptions, an inbox of a hundred thousand dossiers, a large file."""
