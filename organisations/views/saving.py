"""What pages answer when something cannot be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

from organisations.domain.saving import StaleRow

NOT_FOUND, CONFLICT, GONE, UNPROCESSABLE, TOO_MANY = 404, 409, 410, 422, 429

Reasons = Mapping[type[Exception], tuple[str, str | Promise]]


def reason_not_saved(form: Any, save: Callable[[], Any], reasons: Reasons | None = None) -> int:
    """Save what a `VersionedForm` holds; return 0, or the status of the page that says why not.

    `reasons` maps what `save` may raise to the field and the sentence that say so. After
    `CONFLICT` the form holds what was typed, and saving it once more replaces the other version.
    """
    if not form.is_valid():
        return UNPROCESSABLE
    reasons = reasons or {}
    try:
        save()
    except StaleRow as stale:
        form.let_next_save_replace(stale.stored.version)
        return CONFLICT
    except tuple(reasons) as reason:
        form.add_error(*reasons[type(reason)])
        return UNPROCESSABLE
    return 0
