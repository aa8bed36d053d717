"""Models of reminders: calendar feeds."""

from lotse.reminders.models.feed import CalendarFeed

__all__ = ["CalendarFeed"]
