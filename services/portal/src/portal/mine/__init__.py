"""A citizen's own dossiers: who has each until when and why, what is asked of them, what they get."""
