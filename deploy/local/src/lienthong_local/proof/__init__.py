"""A citizen's proof: what their dossier's ledger says, and a program that checks it without us."""
