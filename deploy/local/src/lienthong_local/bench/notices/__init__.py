"""Measures the telling of citizens: how soon, how many a second after an outage, and what is lost or doubled when things die."""
