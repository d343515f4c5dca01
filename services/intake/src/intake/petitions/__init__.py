"""Feedback and petitions (phản ánh, kiến nghị) about how procedures are handled: taken from anybody, answered by the agency in time."""
