"""What a service does when more is asked of it than it can do, and how fast a consumer that was away catches up."""
