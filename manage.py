#!/usr/bin/env python
"""Run Django's management commands."""

import os
import sys


def main() -> None:
    """Run the command named in the arguments, by default with the local settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotse.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
