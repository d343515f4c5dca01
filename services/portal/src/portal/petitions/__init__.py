"""Feedback and petitions: anybody says something, follows it by a code of its own, and the agency answers in time."""
