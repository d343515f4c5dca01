"""Agencies replaced by their successors with dossiers in flight: the plan, its carrying out, and the proof afterwards."""
