"""A step is the same step through everything that can happen to a journey."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from accounts.models import Role
from feedback.models import Comment
from journeys.models import JourneyIndexPage, JourneyPage, Step
from tests.factories import CommentFactory, UserFactory, make_journey, member_of, stage_block, step_block

pytestmark = pytest.mark.django_db


def steps_of(page: JourneyPage) -> dict[str, Step]:
    """Return the rows that stand on the map of a page, by title."""
    rows = Step.objects.current().filter(journey_key=page.translation_key).order_by("position")
    return {step.title: step for step in rows}


def raw(page: JourneyPage) -> list[dict[str, Any]]:
    """Return the map as Wagtail keeps it."""
    return list(page.body.get_prep_value())


def publish(page: JourneyPage, body: list[dict[str, Any]]) -> JourneyPage:
    """Publish a page with another map, as the editor does, and return it afresh."""
    page = page.get_latest_revision_as_object()
    page.body = body
    page.save_revision().publish()
    return JourneyPage.objects.get(pk=page.pk)


def test_publishing_a_journey_makes_a_row_for_each_step_in_order() -> None:
    page = make_journey()
    rows = steps_of(page).values()
    assert [(step.stage_title, step.title) for step in rows] == [
        ("Oriënteren", "Kijken wat kan"),
        ("Melden", "Melding doen"),
        ("Melden", "Bevestiging"),
    ]
    assert {step.service_id for step in rows} == {page.service_id}


def test_a_renamed_step_is_the_same_step() -> None:
    page = make_journey()
    before = steps_of(page)["Bevestiging"]
    body = raw(page)
    body[-1]["value"]["title"] = "Bericht krijgen"
    assert steps_of(publish(page, body))["Bericht krijgen"].pk == before.pk


def test_a_step_moved_to_another_stage_is_the_same_step() -> None:
    page = make_journey()
    before = steps_of(page)["Bevestiging"]
    body = raw(page)
    after = publish(page, [*body[:2], body[-1], *body[2:-1]])
    moved = steps_of(after)["Bevestiging"]
    assert (moved.pk, moved.stage_title, moved.position) == (before.pk, "Oriënteren", 1)


def test_a_removed_step_keeps_what_people_said_about_it() -> None:
    page = make_journey()
    gone = steps_of(page)["Bevestiging"]
    comment = CommentFactory(service=page.service, step=gone)
    after = publish(page, raw(page)[:-1])
    assert "Bevestiging" not in steps_of(after)
    gone.refresh_from_db()
    assert gone.removed_at is not None
    assert Comment.objects.get().step == comment.step


def test_a_step_comes_back_as_the_same_row_with_an_older_version() -> None:
    page = make_journey()
    with_step = page.save_revision()
    before = steps_of(page)["Bevestiging"]
    page = publish(page, raw(page)[:-1])
    assert "Bevestiging" not in steps_of(page)
    with_step.publish()
    back = steps_of(page)["Bevestiging"]
    assert back.pk == before.pk
    assert back.removed_at is None


def test_a_draft_leaves_the_rows_alone() -> None:
    page = make_journey()
    before = list(Step.objects.values("pk", "title", "removed_at", "position"))
    draft = page.get_latest_revision_as_object()
    draft.body = [*raw(page)[:-1], step_block("Nieuw in concept")]
    draft.save_revision()
    assert list(Step.objects.values("pk", "title", "removed_at", "position")) == before


def test_a_page_that_was_never_published_has_no_rows() -> None:
    page = make_journey(live=False)
    page.save_revision()
    assert not Step.objects.exists()


def test_a_copy_as_a_wanted_journey_has_steps_of_its_own_with_the_same_keys() -> None:
    page = make_journey()
    CommentFactory(service=page.service, step=steps_of(page)["Bevestiging"])
    wanted = page.copy(update_attrs={"slug": "straks", "title": "Zo willen wij het", "state": "future"}, keep_live=True)
    ours, theirs = steps_of(page), steps_of(wanted)
    assert {step.pk for step in ours.values()}.isdisjoint(step.pk for step in theirs.values())
    assert [step.key for step in ours.values()] == [step.key for step in theirs.values()]
    assert theirs["Bevestiging"].comments.count() == 0


def test_a_translation_shares_the_rows_and_does_not_rename_them() -> None:
    page = make_journey()
    english_index = JourneyIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    english = page.copy_for_translation(english_index.locale)
    body = raw(english)
    for block in body:
        block["value"]["title"] = f"English {block['value']['title']}"
    english.body = body
    english.save_revision().publish()
    assert JourneyPage.objects.get(pk=english.pk).live
    assert list(steps_of(page)) == ["Kijken wat kan", "Melding doen", "Bevestiging"]
    assert Step.objects.count() == 3
    assert [block.id for block in english.body] == [block.id for block in page.body]


def test_a_journey_in_english_only_names_its_own_steps() -> None:
    page = make_journey()
    english_index = JourneyIndexPage.objects.get(locale=Locale.objects.get(language_code="en"))
    alone = JourneyPage(
        title="Alone",
        slug="alone",
        service=page.service,
        locale=english_index.locale,
        body=[stage_block("Begin"), step_block("Only in English")],
    )
    english_index.add_child(instance=alone)
    assert list(steps_of(alone)) == ["Only in English"]


def test_unpublishing_takes_the_steps_off_the_map_and_publishing_brings_them_back() -> None:
    page = make_journey()
    before = {step.pk for step in steps_of(page).values()}
    page.unpublish()
    assert steps_of(page) == {}
    page.save_revision().publish()
    assert {step.pk for step in steps_of(page).values()} == before


def test_unpublishing_a_translation_leaves_the_steps_alone() -> None:
    page = make_journey()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    JourneyPage.objects.get(pk=english.pk).unpublish()
    assert len(steps_of(page)) == 3


def test_deleting_a_journey_in_the_admin_keeps_its_steps_and_comments(client: Client) -> None:
    page = make_journey()
    comment = CommentFactory(service=page.service, step=steps_of(page)["Bevestiging"])
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert not JourneyPage.objects.filter(pk=page.pk).exists()
    assert Step.objects.count() == 3
    assert not Step.objects.current().exists()
    assert Comment.objects.get() == comment


def test_rows_follow_a_journey_that_is_edited_in_the_admin(client: Client) -> None:
    page = make_journey()
    client.force_login(member_of(Role.SERVICE_DESIGNER))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    before = steps_of(page)["Bevestiging"]
    assert (
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(page, "Bericht")).status_code == 302
    )
    assert steps_of(page)["Bericht"].pk == before.pk


def form_data(page: JourneyPage, last_title: str) -> dict[str, Any]:
    """Return the fields that the page editor sends, with another title for the last step, to be published."""
    data: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "service": page.service_id,
        "state": page.state,
        "basis": page.basis,
        "lead": page.lead,
        "plain_story": page.plain_story,
        "body-count": len(page.body),
        "action-publish": "1",
    }
    for at, block in enumerate(page.body):
        data |= {
            f"body-{at}-type": block.block_type,
            f"body-{at}-id": block.id,
            f"body-{at}-order": at,
            f"body-{at}-deleted": "",
        }
        for name, value in block.value.items():
            if value is not None and value is not False:
                data[f"body-{at}-value-{name}"] = value
    data[f"body-{len(page.body) - 1}-value-title"] = last_title
    return data


def test_deleting_all_journeys_with_their_list_takes_their_steps_off_the_map(client: Client) -> None:
    page = make_journey()
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk])).status_code == 302
    assert Step.objects.count() == 3
    assert not Step.objects.current().exists()


def test_deleting_a_journey_in_code_takes_its_steps_off_the_map() -> None:
    gone, stays = make_journey(), make_journey()
    gone.delete()
    assert {step.journey_key for step in Step.objects.current()} == {stays.translation_key}
