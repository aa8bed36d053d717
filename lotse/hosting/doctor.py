"""What whoever runs an instance asks when something feels wrong, answered in sentences."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core import checks, mail
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lotse.backups import BackupTrouble, making, programs
from lotse.backups.programs import Login
from lotse.monitoring.domain.standing import standing, versions

# The nightly one, and time for it to be made.
BACKUP_IS_OLD_AFTER = timedelta(hours=26)
CLOCKS_DIFFER_AFTER = timedelta(seconds=10)
LITTLE_SPACE = 1 << 30
GIGABYTE = 1e9


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing; what is no trouble is only told."""

    about: str
    said: str
    is_trouble: bool = False


def examine() -> Iterator[Finding]:
    """Yield what there is to say, the causes before what follows from them."""
    closed = _why_closed()
    yield from _settings([] if closed else list(settings.DATABASES))
    if closed:
        yield closed
        return
    yield from _roles()
    executor = MigrationExecutor(connection)
    migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    told = ", ".join(f"{name} {version}" for name, version in versions().items())
    yield Finding("Versionen", f"{told}.")
    if not migrated:
        yield Finding(
            "Versionen",
            "Die Datenbank ist auf einem anderen Stand. Abhilfe: manage.py migrate",
            is_trouble=True,
        )
    yield _clock()
    yield _mail()
    if migrated:
        yield from _worker()
    yield _disk()
    yield _backups()


def _why_closed() -> Finding | None:
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        return Finding("Rollen", str(error), is_trouble=True)
    except DatabaseError as error:
        return Finding("Datenbank", f"Sie antwortet nicht: {error}", is_trouble=True)
    return None


def _settings(databases: list[str]) -> Iterator[Finding]:
    """Say what the checks say, those of the database only where it can be asked."""
    all_said = checks.run_checks(
        include_deployment_checks=settings.IS_HOSTED, databases=databases or None
    )
    found = [one for one in all_said if not one.is_silenced()]
    for one in found:
        hint = f" Abhilfe: {one.hint}" if one.hint else ""
        # Ours are German; those of libraries are looked up by their id.
        whose = "" if str(one.id).startswith("lotse.") else f"Django meldet {one.id}: "
        yield Finding("Einstellungen", f"{whose}{one.msg}{hint}", is_trouble=True)
    if not found:
        yield Finding("Einstellungen", "Sie passen zusammen.")


def _roles() -> Iterator[Finding]:
    """Only what this process was told: web and worker know one role."""
    yield Finding("Rollen", "Lotse arbeitet mit einer Rolle, der nichts gehört.")
    server = connection.cursor().connection.info.server_version // 10_000
    for role, named in (("OWNER", "Umwandeln"), ("BACKUP", "Sichern")):
        if not connection.settings_dict.get(role):
            yield Finding("Rollen", f"LOTSE_DATABASE_{role}_URL ist hier nicht gesetzt.")
            continue
        try:
            with Login.of(role).connect() as opened:
                if role == "BACKUP":
                    making.refuse_blind_role(opened)
                    tools = programs.for_server(server)
                    yield Finding("Versionen", f"pg_dump {tools.version} passt zum Server.")
        except BackupTrouble as trouble:
            yield Finding("Rollen", str(trouble), is_trouble=True)
        else:
            yield Finding("Rollen", f"Die zum {named} kommt hinein.")


def _clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (theirs,) = cursor.fetchone()
    difference = abs(timezone.now() - theirs)
    return Finding(
        "Uhr",
        f"Sie weicht {difference.total_seconds():.0f} Sekunden von der des Datenbankservers ab.",
        difference > CLOCKS_DIFFER_AFTER,
    )


def _mail() -> Finding:
    if settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend":
        return Finding("Mail", "Es ist kein Mailserver eingestellt.", settings.IS_HOSTED)
    server = mail.get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as error:
        return Finding("Mail", f"Der Mailserver lässt Lotse nicht ein: {error}", is_trouble=True)
    finally:
        server.close()
    return Finding("Mail", "Der Mailserver lässt Lotse ein.")


def _worker() -> Iterator[Finding]:
    found = standing()
    for trouble in found.troubles:
        yield Finding("Worker", trouble, is_trouble=True)
    if not found.troubles:
        yield Finding("Worker", "Worker und Zeitgeber sind bei der Arbeit.")


def _disk() -> Finding:
    """Look where backups go, or at the next folder above that there is."""
    folder = Path(settings.BACKUP_DIR).absolute()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    said = f"In {there} sind {free / GIGABYTE:.0f} GB frei."
    return Finding("Platte", said, free < LITTLE_SPACE)


def _backups() -> Finding:
    folder = Path(settings.BACKUP_DIR)
    newest = next(iter(making.backups_in(folder)), None)
    if newest is None:
        return Finding("Sicherungen", f"In {folder} liegt keine.", settings.IS_HOSTED)
    age = timezone.now() - making.made_at(newest)
    hours = age.total_seconds() / 3600
    return Finding(
        "Sicherungen",
        f"Die letzte ist {hours:.0f} Stunden alt: {newest}",
        settings.IS_HOSTED and age > BACKUP_IS_OLD_AFTER,
    )
