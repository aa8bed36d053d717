"""The project: settings, urls, background work, and what composes the three apps."""

__version__ = "0.1.0"
