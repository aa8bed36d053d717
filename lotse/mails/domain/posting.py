"""Letters become rows: once for each identity, in the transaction of what they tell about."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from lotse.jobs.models import State
from lotse.jobs.tasks import enqueue
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain import instance
from organisations.domain.letters import Letter
from organisations.domain.saving import create_or_find
from organisations.domain.secret_links import digest_of, secret_from
from organisations.models import Organisation


def post(letter: Letter) -> None:
    """Store a letter and have it sent once this transaction is committed."""
    mail, is_new = store(letter)
    if is_new and not mail.is_resting(timezone.now()):
        transaction.on_commit(lambda: enqueue(mail))


def store(letter: Letter) -> tuple[Mail, bool]:
    """Store a letter and say whether it is new; one of the same identity is returned as it is.

    However many do so at once: the database keeps one. One that was withdrawn or came too late is
    replaced.
    """
    with tenancy.activate(Organisation(pk=letter.organisation_id)):
        mail = Mail(
            organisation_id=letter.organisation_id,
            kind=letter.kind,
            about=letter.about,
            identity=letter.identity,
            person_id=letter.person_id,
            to=letter.to,
            reply_to=letter.reply_to,
            subject=instance.mail_subject(letter.subject),
            text=letter.text,
            html=letter.html,
            headers=dict(letter.headers),
            attachments=[asdict(one) for one in letter.attachments],
            not_after=letter.not_after,
            joins=letter.joins,
            next_try_at=letter.not_before,
            seed=letter.seed,
            secret_digest=digest_of(secret_from(letter.seed)) if letter.seed else "",
        )

        def create() -> Mail:
            mail.save(force_insert=True)
            return mail

        def find() -> Mail | None:
            known = Mail.objects.select_for_update(of=("self",))
            existing = known.filter(
                organisation_id=letter.organisation_id, identity=letter.identity
            ).first()
            if existing is None or not existing.never_left:
                return existing
            existing.delete()
            return None

        return create_or_find(create, find)


def withdraw(organisation_id: int, kind: str, about: int) -> int:
    """Cancel the mails of a kind about something that have not left; return how many.

    A mail that the server is just getting cannot be held back any more.
    """
    now = timezone.now()
    with tenancy.activate(Organisation(pk=organisation_id)):
        waiting = Mail.objects.unfinished().filter(
            organisation_id=organisation_id, kind=kind, about=about, handed_over_at=None
        )
        return waiting.update(
            state=State.CANCELLED, error="", next_try_at=None, touched_at=now, finished_at=now
        )
