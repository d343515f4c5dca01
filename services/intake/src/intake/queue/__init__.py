"""The queue before a desk's windows: numbers taken, called, called again and passed over."""
