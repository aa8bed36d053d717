"""A question to those who accompany an organisation: a mail to each of them."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.domain import letters
from organisations.domain.auditing import Action, record
from organisations.models import Accompaniment, Organisation, User

ASKED = Action("access.asked", gettext_lazy("Beratung gefragt"))
QUESTION = "question"


def whom_to_ask(organisation: Organisation) -> list[User]:
    """Return the consultants who accompany the activated organisation, by their names."""
    return [
        consultant.user
        for accompaniment in Accompaniment.objects.of(organisation).with_people()
        for consultant in accompaniment.consultancy.consultants.all()
        if consultant.user.is_active
    ]


def ask(organisation: Organisation, question: str, path: str, by: User) -> list[User]:
    """Send a question to everyone who accompanies the organisation; return to whom it goes.

    `path` is the page that it is about. Answers go to the person who asks. The same question
    is sent once a day.
    """
    people = whom_to_ask(organisation)
    # Sent once, however often the button is pressed.
    said = hashlib.sha256(f"{by.pk}:{timezone.localdate()}:{question}".encode()).hexdigest()[:24]
    for person in people:
        context = {
            "organisation": organisation,
            "person": person,
            "asking": by,
            "question": question,
            "url": settings.BASE_URL + path,
        }
        letters.post(
            letters.Letter(
                organisation_id=organisation.pk,
                kind=QUESTION,
                identity=f"{QUESTION}:{person.pk}:{said}",
                person_id=person.pk,
                to=person.email,
                reply_to=by.email,
                subject=_("Frage von %(name)s, %(organisation)s")
                % {"name": by, "organisation": organisation.name},
                text=render_to_string("organisations/email/question.txt", context),
            )
        )
    to = ", ".join(map(str, people))
    record(ASKED, organisation_id=organisation.pk, by=by, after={_("An"): to})
    return people
