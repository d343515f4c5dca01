"""What citizens see first, and what all their pages share."""
