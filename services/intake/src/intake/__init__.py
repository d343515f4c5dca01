"""intake: see decisions.py for all that it does."""
