"""The worker's part in tests: sends what organisations have posted."""

from lotse.mails.domain.sending import send_mail
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.models import Organisation


def waiting_mails():
    """Return all mails of all organisations that wait, in the order they were posted."""
    with tenancy.across(Organisation.objects.all()):
        return list(Mail.objects.filter(state="queued").order_by("id"))


def deliver():
    """Send all of them."""
    for mail in waiting_mails():
        send_mail(mail.organisation_id, mail.pk)
