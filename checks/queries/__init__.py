"""The query vocabulary of checks, one file a concept."""

from checks.queries.checks import (
    Content,
    CurrentCheck,
    StoredAnswers,
    answered_since,
    answers_by_check,
    content_of,
    current_check,
    current_check_with_content,
    requirements_of,
)
from checks.queries.contributions import heard_on

__all__ = [
    "Content",
    "CurrentCheck",
    "StoredAnswers",
    "answered_since",
    "answers_by_check",
    "content_of",
    "current_check",
    "current_check_with_content",
    "heard_on",
    "requirements_of",
]
