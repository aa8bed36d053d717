"""What the people who run an instance see of its background work, and machines of its state."""
