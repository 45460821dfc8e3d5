"""What fewer or more proposals would be, before anybody decides. The number of queries does not grow with them."""

from dataclasses import dataclass

from journeys.models import Service
from research.insights.models import AnalysisRun, Theme
from research.insights.models.themes import ThemeQuerySet
from research.insights.models.verdicts import Status
from research.insights.pipeline.recutting import Plan, Proposal, plan

MOST_ASKED = 400
SHOWN = 5  # origins of one proposal; the others are told as a number


@dataclass(frozen=True)
class Origin:
    """Where some comments of a proposal are now; no theme: they have none."""

    theme: Theme | None
    n: int


@dataclass(frozen=True)
class ProposalShown:
    """One proposal as it would be; `theme` is the one that it is again, `origins` come with most comments first."""

    proposal: Proposal
    theme: Theme | None
    origins: tuple[Origin, ...]

    @property
    def chief(self) -> tuple[Origin, ...]:
        """Return where most of its comments are."""
        return self.origins[:SHOWN]

    @property
    def rest(self) -> int:
        """Return how many comments are elsewhere."""
        return sum(one.n for one in self.origins[SHOWN:])


@dataclass(frozen=True)
class CutPreview:
    """All proposals as they would be, with how many there are now. `plan` is None when the run kept no tree."""

    wanted: int
    now: int
    plan: Plan | None
    proposals: tuple[ProposalShown, ...] = ()
    vanish: tuple[Theme, ...] = ()

    @property
    def fewer(self) -> int:
        """Return a number that makes a difference to the coarser side."""
        return fewer_than(self.wanted)

    @property
    def more(self) -> int:
        """Return a number that makes a difference to the finer side."""
        return more_than(self.wanted)


def preview(service: Service, wanted: int = 0, step: str = "") -> CutPreview:
    """Return what this many proposals would be; without a number a step from those that are there: fewer or more."""
    run = AnalysisRun.objects.select_related("tree", "service").filter(service=service).done().first()
    now = _open_proposals(run).count() if run else 0
    stepped = {"fewer": fewer_than(now), "more": more_than(now)}.get(step, now)
    asked = min(MOST_ASKED, max(1, wanted or stepped))
    planned = plan(run, asked) if run else None
    if planned is None:
        return CutPreview(asked, now, None)
    keys = {key for one in planned.proposals for key in (one.again, *one.comes_from)} | set(planned.vanish)
    themes = Theme.objects.in_bulk([key for key in keys if key is not None])
    shown = tuple(
        ProposalShown(
            one,
            themes[one.again] if one.again is not None else None,
            tuple(
                Origin(None if key is None else themes[key], n)
                for key, n in sorted(one.comes_from.items(), key=lambda part: (-part[1], part[0] or 0))
            ),
        )
        for one in planned.proposals
    )
    return CutPreview(asked, now, planned, shown, tuple(themes[key] for key in planned.vanish))


def fewer_than(n: int) -> int:
    """Return two thirds of a number, at least one.

    >>> fewer_than(12)
    8
    """
    return max(1, n * 2 // 3)


def more_than(n: int) -> int:
    """Return half as much again, and more in any case.

    >>> more_than(8)
    12
    """
    return max(n + 1, n * 3 // 2)


def _open_proposals(run: AnalysisRun) -> ThemeQuerySet:
    """Return the proposals that nobody decided about yet."""
    held = Theme.objects.of(run.service).held().values("pk")
    rows = run.assignments.filter(status=Status.ASSIGNED).values("theme")
    return Theme.objects.of(run.service).proposed().filter(pk__in=rows).exclude(pk__in=held)
