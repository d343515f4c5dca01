"""The prescribed reports of a running stack, as the portal makes them."""
