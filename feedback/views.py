"""The question to citizens and the thanks: no script, no account, no cookie."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback import throttle, tokens
from feedback.actions import NewComment, key_of, submit
from feedback.forms import FeedbackForm
from feedback.models import Flag
from journeys.models import Service, ServiceIndexPage


# Without CSRF protection on purpose: that protects what a log-in may do, and this form does nothing in anybody's
# name; it would also ask for a cookie. The signed token in the form tells one sending from another.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions about a service, or keep the answers and go on to the thanks."""
    if request.method == "POST":
        # A service that retired while the page stood open still takes the words.
        return _receive(request, get_object_or_404(Service, slug=slug))
    return _ask(request, slug)


# Of one visitor, but not "no-store": who goes back and sends again must send the same token, or it counts twice.
@cache_control(private=True, no_cache=True, max_age=0)
def _ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions about a service."""
    service = get_object_or_404(Service.objects.visible_to(request.user), slug=slug)
    step = request.GET.get("step") or request.GET.get("stap") or ""
    form = FeedbackForm(service=service, step=step, grade=request.GET.get("grade", ""))
    return _page(request, form, tokens.issue(service))


@never_cache
def _receive(request: HttpRequest, service: Service) -> HttpResponse:
    """Keep the answers once, or show the form again with every answer still in it."""
    form = FeedbackForm(request.POST, service=service)
    ticket = tokens.read(request.POST.get("token", ""), service)
    again = tokens.issue(service, ticket.nonce)
    if throttle.too_many(request):
        return _please_wait(request, form, again)
    if not form.is_valid():
        return _page(request, form, again, status=422)
    if not ticket.in_time:
        notice = _("The page was open for a long time. Your answers are still here. Press Send once more.")
        return _page(request, form, again, notice=notice, status=422)
    comment = submit(answer=_answer(form, _signs(request, form, ticket), ticket), submission_key=_key(form, ticket))
    address = reverse("feedback_thanks", kwargs={"slug": service.slug, "token": tokens.thanks_for(comment)})
    return HttpResponseRedirect(address, status=303)


def _answer(form: FeedbackForm, signs: tuple[str, ...], ticket: tokens.Ticket) -> NewComment:
    """Return what the form says. Two different sendings of one form are one person's, so they share a pseudonym."""
    answers = form.cleaned_data
    return NewComment(
        service=form.service,
        text=answers["text"],
        step=answers["step"],
        grade=answers["grade"],
        outcome=answers["outcome"],
        referrals_count=answers["referrals_count"],
        quote_consent=answers["quote_consent"],
        language=get_language() or settings.LANGUAGE_CODE,
        person_key=key_of("person", ticket.nonce).hex,
        flags=signs,
    )


def _key(form: FeedbackForm, ticket: tokens.Ticket) -> UUID:
    """Return the key of this sending: the same for a double click; another when somebody went back and wrote more."""
    return key_of(ticket.nonce, *(form.cleaned_data[name] for name in form.fields))


def _signs(request: HttpRequest, form: FeedbackForm, ticket: tokens.Ticket) -> tuple[str, ...]:
    """Return what a moderator should know about this sending. Nothing is thrown away for it."""
    signs = {
        Flag.HONEYPOT: bool(request.POST.get("website")),
        Flag.QUICK: ticket.quick,
        Flag.LINKS: "http://" in form.cleaned_data["text"] or "https://" in form.cleaned_data["text"],
    }
    return tuple(flag.value for flag, shows in signs.items() if shows)


def _please_wait(request: HttpRequest, form: FeedbackForm, token: str) -> HttpResponse:
    """Show the form with its answers and when to send them again."""
    notice = _(
        "Many answers come from this address right now. Yours are still here. Wait ten minutes and press Send again."
    )
    response = _page(request, form, token, notice=notice, status=429)
    response["Retry-After"] = str(settings.FEEDBACK_WINDOW)
    return response


def _page(request: HttpRequest, form: FeedbackForm, token: str, *, notice: str = "", status: int = 200) -> HttpResponse:
    service = form.service
    context = {
        "form": form,
        "service": service,
        "token": token,
        "notice": notice,
        "failed": bool(notice or form.errors),
        "service_url": service_address(request, service),
    }
    return render(request, "feedback/ask.html", context, status=status)


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the number of a comment to the one who just sent it; later, only that it was kept."""
    service = get_object_or_404(Service, slug=slug)
    reference = tokens.reference_in(token)
    parts = [reference[at : at + 3] for at in range(0, 12, 3)] if reference else []
    context = {"service": service, "parts": parts, "service_url": service_address(request, service)}
    return render(request, "feedback/thanks.html", context, status=200 if reference else 410)


def service_address(request: HttpRequest, service: Service) -> str:
    """Return the address of a service's own page in this language, or nothing where the site has no such page."""
    index = ServiceIndexPage.objects.live().filter(locale__language_code=get_language()).first()
    if index is None:
        return ""
    return f"{index.get_url(request)}{index.reverse_subpage('service', kwargs={'slug': service.slug})}"
