"""What the demo's researchers read, one comment at a time, and which themes they said that it is about."""

from collections.abc import Mapping

from accounts.models import User
from config.demo.content import ServiceContent
from feedback.models import Comment
from journeys.models import Service
from research.insights.actions import read_comment
from research.insights.models import AnalysisRun, Theme
from research.insights.models.decisions import Queue
from research.insights.reading_queues import next_row, progress


def read(written: ServiceContent, service: Service, *, by: User, colleague: User) -> None:
    """Read what is drawn by lot, a colleague the first of the same, and what the machine could not decide.

    The colleague only counts what a comment is chiefly about, so the two do not always agree.
    """
    wanted = written.about.get("reading")
    run = AnalysisRun.objects.standing(service)
    if not wanted or run is None:
        return
    themes = themes_by_topic(written, service)
    told = {said.id: [themes[one] for one in said.topics if one in themes] for said in written.comments}
    chiefly = {said.id: [themes[one] for one in said.topics[:1] if one in themes] for said in written.comments}
    turns = [
        (Queue.SAMPLE, wanted["alone"], by, told),
        (Queue.SAMPLE, wanted["together"], colleague, chiefly),
        (Queue.UNDECIDED, wanted["undecided"], by, told),
    ]
    for queue, n, reader, said in turns:
        for _ in range(n - progress(queue, run, service, reader).done):
            if (row := next_row(queue, run, service, reader)) is None:
                break
            read_comment(comment=row.comment, queue=queue, themes=about(row.comment, said), by=reader)


def about(comment: Comment, said: Mapping[str, list[Theme]]) -> list[Theme]:
    """Return what a reader says that a comment is about; of what was not written for the demo nothing is known."""
    return said.get(comment.source_id, [])


def themes_by_topic(written: ServiceContent, service: Service) -> dict[str, Theme]:
    """Return the approved themes that were made about the topics that people wrote about."""
    wanted = [*written.about.get("pain_points", []), *written.about.get("themes", [])]
    wanted += [one["split_off"] for one in wanted if "split_off" in one]
    approved = {theme.title: theme for theme in Theme.objects.of(service).approved()}
    return {one["topic"]: approved[one["title"]] for one in wanted if one["title"] in approved}
