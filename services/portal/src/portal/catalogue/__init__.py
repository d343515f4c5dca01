"""What citizens read before they hand anything in: every procedure, found by words, with its seven parts."""
