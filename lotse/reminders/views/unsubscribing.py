"""No more mails about something: by a link in a mail, without signing in.

Mail programs send one POST by themselves when their reader asks for it (RFC 8058): without cookies
and without having seen a page, therefore without a CSRF token. The signed token in the address says
whose mails are meant. Opening the address changes nothing, because scanners open every link.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lotse.reminders.domain.unsubscribing import BadToken, fulfil, person_of, wishes_of
from organisations.views.saving import GONE, NOT_FOUND


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, unsubscribe_token: str) -> HttpResponse:
    """Ask whether mails about some topics shall end, end them, or begin them again."""
    page = "reminders/unsubscribe.html"
    try:
        wishes = wishes_of(unsubscribe_token)
    except BadToken:
        return render(request, page, {"problem": "token"}, status=NOT_FOUND)
    is_again = "again" in request.POST
    is_asked = request.method == "POST"
    found = [(fulfil(one, again=is_again) if is_asked else person_of(one), one) for one in wishes]
    people = [(membership, wish) for membership, wish in found if membership]
    if not people:
        return render(request, page, {"problem": "left"}, status=GONE)
    context = {"people": people, "done": is_asked and not is_again, "again": is_again}
    return render(request, page, context)
