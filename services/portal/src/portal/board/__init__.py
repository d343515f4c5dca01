"""The administrator's board: what stands now, what went where, who is late, and how it compares."""
