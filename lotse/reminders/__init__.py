"""Reviews come back by themselves: rhythm, occasions, reminders by mail."""
