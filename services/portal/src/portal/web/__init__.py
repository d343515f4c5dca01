"""The windows: templates, static files, and every word in them."""
