"""What follows from other facts, made of them once more."""
