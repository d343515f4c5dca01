"""When is it due, and why: the calendar asked from the command line."""
