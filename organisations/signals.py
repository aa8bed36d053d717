"""What this app tells the apps above it."""

from django.dispatch import Signal

# Sent with `membership` before a membership ends, and asked on the page that asks whether it
# shall. A receiver returns a `team.Loss`: what nobody looks after from then on.
membership_ends = Signal()
