"""The entry point for the web server."""

import contextlib
import os

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotse.settings.production")

application = get_wsgi_application()

# An unsafe database role must stop the start. A database that is not up yet must not.
with contextlib.suppress(OperationalError):
    connection.ensure_connection()
connection.close()
