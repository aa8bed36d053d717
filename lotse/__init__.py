"""The project: settings, urls, background work, and what composes the three apps."""

__version__ = "0.2.0"
