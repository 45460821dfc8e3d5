"""The demo from nothing to a site with figures, in steps that may be interrupted and done again."""

from collections.abc import Callable, Iterator
from functools import partial

from django.utils import timezone

from accounts.models import User
from config.demo import catalogue, content, pages, reading, review, story
from config.demo.content import ServiceContent
from feedback.models import Comment
from journeys.models import Service
from research.analysis import ReportProgress
from research.insights import pipeline
from research.insights.actions import start_run
from research.insights.models import AnalysisRun, ReportPage

Step = tuple[str, Callable[[ReportProgress], object]]


def is_complete() -> bool:
    """Say whether a demo that was loaded before stands whole."""
    written = sum(len(one.comments) for one in content.services())
    loaded = Comment.objects.filter(source=catalogue.SOURCE).count()
    return loaded >= written and ReportPage.objects.live().count() >= 2  # one in each language


def steps() -> Iterator[Step]:
    """Yield what must be done, in words, with the function that does it; each may be done again."""
    yield "Pages and accounts", without_progress(begin)
    for written in content.services():
        name = written.about["name"]
        yield f"{name}: journey and {len(written.comments)} comments", without_progress(partial(tell, written))
        yield f"{name}: analysis", partial(analyse, written)
        yield f"{name}: the researcher reviews the themes", without_progress(partial(learn, written))
        yield f"{name}: the analysis learns from the review", partial(analyse, written)
        yield f"{name}: two researchers look at the result", without_progress(partial(look, written))
        if written.about.get("try_afresh"):
            yield f"{name}: a trial analysis", partial(analyse, written, shadow=True)
    yield "Report of the last quarter", without_progress(lambda: story.report(timezone.localdate()))


def without_progress(work: Callable[[], object]) -> Callable[[ReportProgress], object]:
    """Return a step that is over before there is anything to report."""
    return lambda report: work()


def begin() -> None:
    """Make the accounts, home and the plain pages."""
    catalogue.load_people()
    pages.load_site()


def tell(written: ServiceContent) -> None:
    """Put a service, its journey and what people said in the database."""
    today = timezone.localdate()
    service = catalogue.load_service(written, today)
    pages.load_journey(written, service)
    catalogue.load_comments(written, service, today)


def analyse(written: ServiceContent, report: ReportProgress, *, shadow: bool = False) -> None:
    """Run the analysis of a service in this process, as a worker would; a shadow run changes nothing."""
    run = start_run(service=Service.objects.get(slug=written.slug), by=people("researcher")[0], shadow=shadow)
    pipeline.run(run.pk, watch=report)
    run.refresh_from_db()
    if run.state != "done":
        raise RuntimeError(run.error or f"The analysis ended as {run.get_state_display()}.")


def learn(written: ServiceContent) -> None:
    """Do what the demo's people did with the proposals, and answer."""
    service = Service.objects.get(slug=written.slug)
    (by, colleague), [manager] = people("researcher"), people("manager")
    if AnalysisRun.objects.standing(service):
        story.review(written, service, by=by, colleague=colleague, manager=manager)
    story.answer(written, service, by=by)


def look(written: ServiceContent) -> None:
    """Read comments and ask for fewer proposals, as the demo's researchers did; no run is needed for either."""
    service = Service.objects.get(slug=written.slug)
    by, colleague = people("researcher")
    reading.read(written, service, by=by, colleague=colleague)
    review.cut_again(written, service, by=by)


def people(role: str) -> list[User]:
    """Return the demo's people in a role, in the order in which they were written down."""
    names = [one["username"] for one in content.site()["people"] if one["role"] == role]
    return [User.objects.get(username=name) for name in names]
