"""The demo's content is whole: what it refers to exists, and it is as rich as it claims."""

from collections import Counter

import pytest

from config.demo import content
from config.demo.content import ServiceContent
from feedback.models import Outcome
from journeys.models import Channel

services = pytest.mark.parametrize("written", content.services(), ids=lambda one: one.slug)
MARKERS = {"spam", "campaign", "none"}


def steps_of(written: ServiceContent) -> set[str]:
    return {step["key"] for stage in written.journey["stages"] for step in stage["steps"]}


@services
def test_a_journey_has_three_to_six_stages_and_eight_to_sixteen_steps(written: ServiceContent) -> None:
    assert 3 <= len(written.journey["stages"]) <= 6
    assert 8 <= len(steps_of(written)) <= 16


@services
def test_every_comment_names_a_step_channel_outcome_and_topic_that_exist(written: ServiceContent) -> None:
    topics = set(written.about["topics"]) | MARKERS
    for said in written.comments:
        assert said.step in steps_of(written) | {""}, said.id
        assert said.channel in Channel.values, said.id
        assert said.outcome in {"", *Outcome.values}, said.id
        assert set(said.topics) <= topics, said.id
        assert said.grade is None or 1 <= said.grade <= 10, said.id
        assert said.text.strip(), said.id


@services
def test_every_pain_point_and_answer_is_about_a_topic_and_a_step_that_exist(written: ServiceContent) -> None:
    for one in written.about["pain_points"]:
        assert one["step"] in steps_of(written)
        assert written.about_topic(one["topic"]), f"nobody said anything about {one['topic']}"
    for one in written.about.get("answers", []):
        assert one["topic"] in written.about["topics"]
        assert bool(one.get("we_did")) != bool(one.get("we_wont_because"))


@services
def test_whatever_a_citizen_reads_is_there_in_english(written: ServiceContent) -> None:
    for place in [written.about, written.journey, *written.about["pain_points"], *written.about.get("answers", [])]:
        for key in (
            "name",
            "citizen_goal",
            "title",
            "summary",
            "lead",
            "plain_story",
            "you_said",
            "we_did",
            "we_wont_because",
        ):
            assert key not in place or place.get(f"{key}_en"), f"{key} has no English"
    for step in [step for stage in written.journey["stages"] for step in stage["steps"]]:
        for key in ("title", "actor", "action", "thought", "pain", "opportunity", "frontstage", "backstage"):
            assert not step.get(key) or step.get(f"{key}_en"), f"{key} of {step['key']} has no English"


def test_no_two_comments_share_a_number() -> None:
    numbers = Counter(said.id for written in content.services() for said in written.comments)
    assert max(numbers.values()) == 1


def test_at_least_nine_hundred_comments_over_fourteen_months_and_all_channels() -> None:
    comments = [said for written in content.services() for said in written.comments]
    assert len(comments) >= 900
    assert {said.days_ago // 30 for said in comments} >= set(range(14))
    assert {said.channel for said in comments} == set(Channel.values)
    assert {"nl", "en", "pl", "ar"} <= {said.language for said in comments}


def test_getting_married_fell_when_all_was_digital_and_recovered_with_the_conversation() -> None:
    trouwen = next(one for one in content.services() if one.slug == "trouwen")
    gone, back = (mark["days_ago"] for mark in trouwen.about["marks"])

    def grade(first: int, last: int) -> float:
        grades = [said.grade for said in trouwen.comments if last <= said.days_ago <= first and said.grade]
        return sum(grades) / len(grades)

    before, digital, after = grade(425, gone + 1), grade(gone, back + 1), grade(back, 0)
    assert digital < before - 0.8
    assert after > digital + 0.8
