"""What stands before every route: where a request comes from, how often, how large it is, and what every answer says to browsers."""
