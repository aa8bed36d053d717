"""What this app asks the apps above it."""

from django.dispatch import Signal

# Sent with `run`, `question` and `slug` when a question of a repeated check is shown. A receiver
# returns a list of `experience.Experience`.
experience_wanted = Signal()
