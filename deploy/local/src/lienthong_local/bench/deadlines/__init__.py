"""Measures time itself: due dates a second, a burst of deadlines, and how soon a breach is on the topic."""
