"""The project: settings, urls, background work, and what composes the three apps."""

from lotse.celery import app as celery_app

__all__ = ["celery_app"]
__version__ = "0.1.0"
