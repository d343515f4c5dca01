"""The roster of an agency: who is away and who stands in for them, and who is on duty on a Saturday."""
