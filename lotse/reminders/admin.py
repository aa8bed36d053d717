"""What reminders look like, and whether mails leave, in the administration."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.reminders.domain.samples import SAMPLES, sample_letter, send_sample
from lotse.reminders.models import MailSample
from organisations.administration import HostAdmin

PAGE = "admin:reminders_mailsample_changelist"
# A mail brings its style along. It may load nothing and do nothing.
IN_A_MAIL = {"default-src": [NONE], "style-src": [UNSAFE_INLINE]}


@admin.register(MailSample)
class MailSampleAdmin(HostAdmin):
    """One page with all templates in the place of a list."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Templates come with the program."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is nothing to change."""
        return False

    def get_urls(self) -> list[Any]:
        """Add the addresses of the templates and of sending one."""
        inside = self.admin_site.admin_view
        return [
            path("senden/", inside(self.send), name="reminders_mailsample_send"),
            path("<slug:key>/text/", inside(self.text), name="reminders_mailsample_text"),
            path("<slug:key>/html/", inside(self.html), name="reminders_mailsample_html"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """List the templates."""
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "samples": list(SAMPLES.values()),
        }
        return render(request, "admin/mail_samples.html", context)

    def text(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show a template as plain text."""
        letter = _letter(request, key)
        content = f"{_('Betreff')}: {letter.subject}\n\n{letter.text}"
        return HttpResponse(content, content_type="text/plain; charset=utf-8")

    def html(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show a template as a mail program does."""
        response = HttpResponse(_letter(request, key).html)
        csp_replace(IN_A_MAIL)(lambda request: response)(request)
        return response

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a template to the host who asks for it, and say whether it left."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        key, to = request.POST.get("key", ""), request.user
        if key not in SAMPLES:
            raise Http404
        try:
            send_sample(key, to)  # type: ignore[arg-type]
        except (SMTPException, OSError) as error:
            messages.error(request, _("Die Mail ließ sich nicht verschicken. Antwort: %s") % error)
        else:
            text = _("Die Probe ist verschickt, an %s.")
            messages.success(request, text % to.email)  # type: ignore[union-attr]
        return redirect(PAGE)


def _letter(request: HttpRequest, key: str) -> Any:
    if key not in SAMPLES:
        raise Http404
    return sample_letter(key, request.user, timezone.now())  # type: ignore[arg-type]
