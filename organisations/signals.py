"""What this app tells the apps above it."""

from django.dispatch import Signal

# Sent with `membership` before a membership ends, and asked on the page that asks whether it
# shall. A receiver returns a `team.Loss`: what nobody looks after from then on.
membership_ends = Signal()

# A mail of an organisation is to be sent: `letter`, a `letters.Letter`. Sent inside the transaction
# that the mail belongs to.
letter_written = Signal()

# Mails that were posted and still wait are not to be sent: `organisation_id`, `kind`, `about`.
letter_withdrawn = Signal()

# How sending a letter ended: `organisation_id`, `kind`, `about`, `to`, and `error`, a reason for
# people or empty when it was sent. `is_for_good`: a mail server said that it will never arrive,
# `is_returned`: after it had left. `is_accepted`: a mail server took it. Sent inside the
# transaction that stores it, and once more for a mail that comes back.
letter_settled = Signal()
