"""Puts the demo's services, personas, comments and accounts in the database."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import Role, User
from config.demo import content
from config.demo.content import Said, ServiceContent
from feedback.models import Comment, Method, PiiState, State, Unusable
from feedback.redaction import redact
from journeys.models import Channel, Persona, Service, ServiceMark, Step

SOURCE = "demo"
WAITING_DAYS = 6  # what was said in the last days still waits for a moderator
PASSWORD = "voorbeeldstad-8"  # noqa: S105 - printed on screen: the accounts exist in the demo only

FIELDS = [
    "name",
    "name_en",
    "citizen_goal",
    "citizen_goal_en",
    "upl_uri",
    "upl_label",
    "owner_department",
    "phase",
    "digital_status",
    "channels",
    "help_phone",
    "counter",
    "counter_en",
    "target_grade",
    "position",
]
METHODS = {
    Channel.PHONE: Method.DICTATED,
    Channel.COUNTER: Method.DICTATED,
    Channel.LETTER: Method.TYPED_OVER,
    Channel.PAPER: Method.TYPED_OVER,
    Channel.SESSION: Method.SESSION,
}


def load_people() -> list[User]:
    """Make one account for each role and return them."""
    people = []
    for one in content.site()["people"]:
        first, _, last = one["full_name"].partition(" ")
        role = Role[one["role"].upper()]
        person, new = User.objects.get_or_create(
            username=one["username"],
            defaults={
                "first_name": first,
                "last_name": last,
                "job_title": one["function"],
                "email": f"{one['username']}@voorbeeldstad.example",  # without one nobody can save their own settings
            },
        )
        if new:
            person.set_password(PASSWORD)
            person.save()
            person.groups.set(Group.objects.filter(name=role))
        people.append(person)
    return people


def load_service(written: ServiceContent, today: date) -> Service:
    """Make or refresh a service with its marks and persona; return it."""
    about = written.about
    service: Service
    service, _ = Service.objects.update_or_create(
        slug=written.slug, defaults={name: about[name] for name in FIELDS if name in about}
    )
    for mark in about.get("marks", []):
        ServiceMark.objects.get_or_create(
            service=service,
            label=mark["label"],
            defaults={"on": today - timedelta(days=mark["days_ago"]), "label_en": mark.get("label_en", "")},
        )
    persona = dict(about["persona"])
    Persona.objects.update_or_create(name=persona.pop("name"), defaults=persona)
    return service


def load_comments(written: ServiceContent, service: Service, today: date) -> int:
    """Add what people said about a service; what is there already stays. Return how many were written for it."""
    steps = {step.key: step for step in Step.objects.of(service)}
    rows = [as_comment(said, service, steps.get(written.block_id(said.step)), today) for said in written.comments]
    Comment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def as_comment(said: Said, service: Service, step: Step | None, today: date) -> Comment:
    """Return the row for one line: masked at the door, and moderated unless it is of the last days."""
    masked = redact(said.text)
    fields: dict[str, Any] = {"state": State.READ}
    if said.days_ago <= WAITING_DAYS:
        fields["state"] = State.RECEIVED
    elif said.topics[:1] == ("spam",):
        fields |= {"state": State.UNUSABLE, "unusable_reason": Unusable.SPAM}
    return Comment(
        source=SOURCE,
        source_id=said.id,
        text=said.text,
        redacted_text=masked.text,
        language="en" if said.language == "en" else "nl",
        grade=said.grade,
        outcome=said.outcome,
        referrals_count=said.referrals,
        channel=said.channel,
        collection_method=METHODS.get(Channel(said.channel), Method.FORM),
        said_on=today - timedelta(days=said.days_ago),
        service=service,
        step=step,
        person_key=f"{service.slug}-{said.person}" if said.person else "",
        quote_consent=said.may_quote,
        pii_state=PiiState.MASKED if masked.found else PiiState.NONE,
        **fields,
    )
