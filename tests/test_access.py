"""Who gets in where: one table of every address and who may see what is behind it.

A new address without a line here fails, with a sentence that says what to do. What Wagtail brings of its own is one
line (staff only); everything else is named one by one. A view that only takes POST is tried with a nearly empty POST.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role, User
from feedback import tokens
from feedback.models import Comment
from journeys.models import JourneyPage, Persona, Service
from journeys.models.services import Phase
from pages.models import ContentPage
from research.insights.models import AnalysisRun, Answer, PainPoint, ReportIndexPage, ReportPage, Theme
from tests.factories import (
    AnalysisRunFactory,
    CommentFactory,
    PainPointFactory,
    PersonaFactory,
    ServiceFactory,
    UserFactory,
    make_home,
    make_journey,
    member_of,
)

VISITOR, SUPERUSER = "visitor", "superuser"
DESIGNER, RESEARCHER, FACILITATOR, KCC, MODERATOR, MANAGER, ADMINISTRATOR = Role
STAFF = frozenset(Role)
EVERYBODY = STAFF | {VISITOR}
NOBODY: frozenset[str] = frozenset()

SEE_INSIGHTS = frozenset({DESIGNER, RESEARCHER, FACILITATOR, MANAGER, ADMINISTRATOR})
READ_WORDS = frozenset({DESIGNER, RESEARCHER, FACILITATOR, MODERATOR, ADMINISTRATOR})
MODERATE = frozenset({MODERATOR})
READ_REPORTS = frozenset({DESIGNER, RESEARCHER, MANAGER, ADMINISTRATOR})
RUN_THE_ANALYSIS = frozenset({RESEARCHER, ADMINISTRATOR})
JUDGE_THEMES = frozenset({RESEARCHER})
MAKE_PAIN_POINTS = frozenset({DESIGNER, RESEARCHER})
CHANGE_PAIN_POINTS = frozenset({DESIGNER, RESEARCHER, MANAGER})
ANSWER = frozenset({RESEARCHER, MANAGER})

# What Wagtail and its contributed apps bring; each has permission checks of its own, and none is for visitors.
WAGTAILS_OWN = (
    "wagtailadmin_", "wagtailimages", "wagtaildocs", "wagtailusers_", "wagtailsnippets:", "wagtailsettings",
    "wagtaillocales", "wagtailsites", "simple_translation", "wagtail_bulk_action",
)  # fmt: skip

SEE_SERVICES = STAFF
SEE_PERSONAS = frozenset({DESIGNER, RESEARCHER, ADMINISTRATOR})
DESCRIBE_SERVICES = frozenset({DESIGNER, ADMINISTRATOR})

ACCESS: dict[str, frozenset[str]] = {
    # For everybody.
    "robots_txt": EVERYBODY,
    "sitemap": EVERYBODY,
    "security_txt": EVERYBODY,
    "health_live": EVERYBODY,
    "health_ready": EVERYBODY,
    "feedback": EVERYBODY,
    "feedback_thanks": EVERYBODY,
    "wagtailcore_login": EVERYBODY,
    # Accounts.
    "audit_trail": frozenset({ADMINISTRATOR}),
    "audit_trail_results": frozenset({ADMINISTRATOR}),
    # Services and personas.
    "patterns": STAFF,
    "journeys_services:index": SEE_SERVICES,
    "journeys_services:index_results": SEE_SERVICES,
    "journeys_services:inspect": SEE_SERVICES,
    "journeys_services:history": DESCRIBE_SERVICES,
    "journeys_services:history_results": DESCRIBE_SERVICES,
    "journeys_services:usage": DESCRIBE_SERVICES,
    "journeys_services:add": DESCRIBE_SERVICES,
    "journeys_services:edit": DESCRIBE_SERVICES,
    "journeys_services:delete": frozenset({ADMINISTRATOR}),
    "journeys_personas:index": SEE_PERSONAS,
    "journeys_personas:index_results": SEE_PERSONAS,
    "journeys_personas:inspect": SEE_PERSONAS,
    "journeys_personas:history": DESCRIBE_SERVICES,
    "journeys_personas:history_results": DESCRIBE_SERVICES,
    "journeys_personas:usage": DESCRIBE_SERVICES,
    "journeys_personas:add": DESCRIBE_SERVICES,
    "journeys_personas:edit": DESCRIBE_SERVICES,
    "journeys_personas:delete": frozenset({ADMINISTRATOR}),
    # What people said.
    "feedback_admin:index": READ_WORDS,
    "feedback_admin:index_results": READ_WORDS,
    "feedback_admin:comment": READ_WORDS,
    "feedback_admin:queue": MODERATE,
    # Insights.
    "insights_runs:index": SEE_INSIGHTS,
    "insights_runs:run": SEE_INSIGHTS,
    "insights_runs:progress": SEE_INSIGHTS,
    "insights_runs:start": RUN_THE_ANALYSIS,
    "insights_runs:cancel": RUN_THE_ANALYSIS,
    "insights_runs:retry": RUN_THE_ANALYSIS,
    "insights_runs:adopt": JUDGE_THEMES,
    "insights_themes:index": SEE_INSIGHTS,
    "insights_themes:board": SEE_INSIGHTS,
    "insights_themes:theme": SEE_INSIGHTS,
    "insights_themes:rename": JUDGE_THEMES,
    "insights_themes:approve": JUDGE_THEMES,
    "insights_themes:retire": JUDGE_THEMES,
    "insights_themes:merge": JUDGE_THEMES,
    "insights_themes:move": JUDGE_THEMES,
    "insights_themes:new": JUDGE_THEMES,
    "insights_themes:confirm": JUDGE_THEMES,
    "insights_themes:read": JUDGE_THEMES,
    "insights_themes:split": JUDGE_THEMES,
    "insights_themes:add": JUDGE_THEMES,
    "insights_themes:exclude": JUDGE_THEMES,
    "insights_themes:undo": JUDGE_THEMES,
    "insights_themes:bulk": JUDGE_THEMES,
    "insights_themes:history": SEE_INSIGHTS & READ_WORDS,
    "insights_themes:left_out": JUDGE_THEMES,
    "insights_themes:map": SEE_INSIGHTS,
    "insights_themes:cut": JUDGE_THEMES,
    "insights_themes:recut": JUDGE_THEMES,
    "insights_themes:make_pain_point": MAKE_PAIN_POINTS,
    "insights_trends:service": SEE_INSIGHTS,
    "insights_pain_points:index": SEE_INSIGHTS,
    "insights_pain_points:index_results": SEE_INSIGHTS,
    "insights_pain_points:matrix": SEE_INSIGHTS,
    "insights_pain_points:upkeep": CHANGE_PAIN_POINTS,
    "insights_pain_points:add": MAKE_PAIN_POINTS,
    "insights_pain_points:edit": CHANGE_PAIN_POINTS,
    "insights_pain_points:delete": NOBODY,
    "insights_pain_points:history": CHANGE_PAIN_POINTS,
    "insights_pain_points:history_results": CHANGE_PAIN_POINTS,
    "insights_pain_points:usage": CHANGE_PAIN_POINTS,
    "insights_answers:index": SEE_INSIGHTS,
    "insights_answers:index_results": SEE_INSIGHTS,
    "insights_answers:add": ANSWER,
    "insights_answers:edit": ANSWER,
    "insights_answers:delete": NOBODY,
    "insights_answers:history": ANSWER,
    "insights_answers:history_results": ANSWER,
    "insights_answers:usage": ANSWER,
    # Pages that Wagtail serves by their path.
    "page: home": EVERYBODY,
    "page: services": EVERYBODY,
    "page: a service": EVERYBODY,
    "page: a retired service": STAFF,
    "page: journeys": EVERYBODY,
    "page: a journey": EVERYBODY,
    "page: a journey in draft": NOBODY,
    "page: reports": EVERYBODY,
    "page: a report for everybody": EVERYBODY,
    "page: a report for management": READ_REPORTS,
}


def addresses(patterns: list[Any], namespaces: tuple[str, ...] = (), route: str = "") -> Iterator[tuple[str, str]]:
    """Yield the full name and the route of every address below these patterns."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, inside, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or "")), here


def ours() -> dict[str, str]:
    """Return the name and the route of every address that must have a line of its own."""
    wagtail_serves = {"wagtail_serve", "wagtailcore_authenticate_with_password"}
    return {
        name: route
        for name, route in addresses(get_resolver().url_patterns)
        if name not in wagtail_serves
        and not (route.startswith("admin/") and (not name or name.startswith("wagtailadmin")))
        and not name.startswith(WAGTAILS_OWN)
    }


def test_every_address_has_a_line_in_the_table() -> None:
    missing = {name or route: route for name, route in ours().items() if name not in ACCESS}
    assert not missing, (
        "These addresses are in no line of ACCESS in tests/test_access.py. Add each with who may get in "
        f"(EVERYBODY, STAFF or a set of roles): {missing}"
    )


def test_every_line_of_the_table_is_an_address() -> None:
    known = {name for name, _route in addresses(get_resolver().url_patterns)}
    assert {name for name in ACCESS if not name.startswith("page: ")} - known == set()


class World:
    """One of everything, so that every address has something to show."""

    def __init__(self) -> None:
        self.home = make_home()
        self.service: Service = ServiceFactory()
        self.retired: Service = ServiceFactory(slug="oud", name="Oud", phase=Phase.RETIRED)
        self.persona: Persona = PersonaFactory()
        self.comment: Comment = CommentFactory(service=self.service)
        self.run: AnalysisRun = AnalysisRunFactory(service=self.service, done=True)
        self.pain_point: PainPoint = PainPointFactory(service=self.service)
        self.theme: Theme = self.pain_point.theme
        words = {"you_said": "U zei dit.", "we_did": "Wij deden dat."}
        self.answer = Answer.objects.create(service=self.service, pain_point=self.pain_point, **words)
        self.journey: JourneyPage = make_journey(service=self.service)
        self.draft = make_journey(service=self.service, live=False)
        self.reports = {audience: self.report(audience) for audience in ("public", "management")}

    def report(self, audience: str) -> ReportPage:
        """Return a published report for an audience."""
        index = ReportIndexPage.objects.child_of(self.home).get()
        period = {"period_start": date(2026, 7, 1), "period_end": date(2026, 9, 30)}
        page = ReportPage(title=audience, slug=audience, audience=audience, locale=index.locale, **period)
        index.add_child(instance=page)
        return page

    def pages(self) -> dict[str, str]:
        """Return the path of each page in the table."""
        return {
            "page: home": "/",
            "page: services": "/diensten/",
            "page: a service": f"/diensten/{self.service.slug}/",
            "page: a retired service": f"/diensten/{self.retired.slug}/",
            "page: journeys": "/klantreizen/",
            "page: a journey": f"/klantreizen/{self.journey.slug}/",
            "page: a journey in draft": f"/klantreizen/{self.draft.slug}/",
            "page: reports": "/rapporten/",
            "page: a report for everybody": "/rapporten/public/",
            "page: a report for management": "/rapporten/management/",
        }

    def objects(self, name: str) -> dict[str, Any]:
        """Return what each argument of an address stands for here; `pk` depends on the address."""
        by_word = {"run": self.run, "pain_point": self.pain_point, "painpoint": self.pain_point, "answer": self.answer}
        by_word |= {"theme": self.theme, "service": self.service, "persona": self.persona, "comment": self.comment}
        meant = next((one for word, one in by_word.items() if word in name), self.service)
        return {
            "slug": self.service.slug,
            "uuid": self.theme.uuid,
            "reference": self.comment.reference,
            "token": tokens.thanks_for(self.comment),
            "pk": meant.pk,
        }

    def path(self, name: str) -> str:
        """Return an address of this name with something behind it."""
        if name.startswith("page: "):
            return self.pages()[name]
        have = self.objects(name)
        wanted = [set(names) for names in argument_names(name)]
        for names in wanted:
            try:
                return reverse(name, kwargs={key: have[key] for key in names})
            except (KeyError, NoReverseMatch):
                continue
        raise AssertionError(
            f"tests/test_access.py does not know what {wanted} of {name} are: add it to World.objects."
        )


def argument_names(name: str) -> list[list[str]]:
    """Return the names of the arguments in each form that an address of this name has."""
    *namespaces, last = name.split(":")
    resolver = get_resolver()
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    return [list(form[0][0][1]) for form in resolver.reverse_dict.getlist(last)]


def gets_in(response: HttpResponseBase) -> bool:
    """Say whether somebody saw, or could do, what is behind an address."""
    assert response.status_code < 500, response
    if response.status_code in {301, 302, 303}:
        return (
            not response["Location"].startswith(("/admin/login/", "/_util/login/"))
            and response["Location"] != "/admin/"
        )
    return response.status_code not in {401, 403, 404}


def try_it(client: Client, path: str) -> bool:
    """Look at an address; one that only takes POST gets one that names a service and nothing else."""
    response = client.get(path)
    return gets_in(client.post(path, {"service": "trouwen"}) if response.status_code == 405 else response)


def somebody(role: str) -> User | None:
    """Return a person in a role, or None for a visitor."""
    if role == VISITOR:
        return None
    return UserFactory(is_superuser=True) if role == SUPERUSER else member_of(Role(role))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [VISITOR, *Role, SUPERUSER])
def test_somebody_gets_in_where_the_table_says_and_nowhere_else(client: Client, role: str) -> None:
    world = World()
    if person := somebody(role):
        client.force_login(person)
    everywhere = {name for name in ACCESS if name != "page: a journey in draft"}
    may = everywhere if role == SUPERUSER else {name for name, roles in ACCESS.items() if role in roles}
    got_in = {name for name in ACCESS if try_it(client, world.path(name))}
    assert {"in but may not": got_in - may, "may but not in": may - got_in} == {
        "in but may not": set(),
        "may but not in": set(),
    }


@pytest.mark.django_db
def test_a_visitor_sees_nothing_of_what_wagtail_brings(client: Client) -> None:
    world = World()
    seen = []
    for name, route in addresses(get_resolver().url_patterns):
        if not route.startswith("admin/") or "login" in route or "password_reset" in route or name in ACCESS:
            continue
        try:
            path = world.path(name) if name else ""
        except (AssertionError, KeyError):
            continue  # about a thing that this world has not
        if path and gets_in(client.get(path)) and "sprite" not in path and "jsi18n" not in path:
            seen.append(path)
    assert seen == []


@pytest.mark.django_db
def test_nothing_in_the_admin_breaks_for_who_may_see_all_of_it(client: Client) -> None:
    World()
    client.force_login(UserFactory(is_superuser=True))
    client.raise_request_exception = False
    screens = {f"/{route}" for _name, route in addresses(get_resolver().url_patterns) if route.startswith("admin/")}
    plain = sorted(
        path for path in screens if not {"<", "^", "("} & set(path) and "logout" not in path and "failwhale" not in path
    )
    broken = {path: status for path in plain if (status := client.get(path).status_code) >= 500}
    assert broken == {}
    assert "/admin/pages/" in plain


@pytest.mark.django_db
def test_somebody_whose_account_was_closed_is_a_visitor_again(client: Client) -> None:
    manager = member_of(MANAGER)
    client.force_login(manager)
    manager.is_active = False
    manager.save()
    world = World()
    assert not try_it(client, world.path("page: a report for management"))
    assert not try_it(client, reverse("wagtailadmin_home"))


@pytest.mark.django_db
def test_a_page_in_draft_is_not_found_by_visitors(client: Client) -> None:
    home = make_home()
    page = home.add_child(instance=ContentPage(title="Concept", slug="concept", body="<p>Tekst.</p>", live=False))
    assert client.get(page.url or "/concept/").status_code == 404
