"""Coarser or finer proposals in the run that stands: what would change, and the writing of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from feedback.models import Comment
from journeys.models import Service
from research.analysis import Document, MergeTree, Parameters, Reason
from research.analysis.clusters import smallest_theme
from research.analysis.recut import Division, Loose, Named, named
from research.insights.models import AnalysisRun, Anchor, Assignment, Theme
from research.insights.models.verdicts import Source, Status
from research.insights.pipeline.identity import Group, continued
from research.insights.pipeline.question import last_edit
from research.insights.pipeline.returning import remember
from research.insights.pipeline.standing import settle

RECUT = "recut"
AT_ONCE = 500
TITLE = 120
HEIR = 0.8  # of a proposal's comments: then its mentions in other comments follow


@dataclass(frozen=True)
class Proposal:
    """A group as it would be: which proposal it is again (None: a new one), and from which its comments come.

    `before` is how many comments that proposal has now.
    """

    again: int | None
    before: int
    comments: tuple[int, ...]
    comes_from: Mapping[int | None, int]
    name: Named

    @property
    def same(self) -> bool:
        """Say whether nothing changes."""
        return self.before == len(self.comments) and not self.moves

    @property
    def moves(self) -> int:
        """Return how many comments come from elsewhere."""
        return sum(n for theme, n in self.comes_from.items() if theme is None or theme != self.again)


@dataclass(frozen=True)
class Plan:
    """What a cut would make of the proposals of a run. `stamp` says of which state; `now` is where comments stand."""

    run: AnalysisRun
    clusters: int
    proposals: tuple[Proposal, ...]
    left: tuple[int, ...]
    now: Mapping[int, int | None]
    sizes: Mapping[int, int]
    stamp: str

    @property
    def moves(self) -> int:
        """Return how many comments would get another place."""
        return sum(one.moves for one in self.proposals) + len(self.left)

    @property
    def vanish(self) -> list[int]:
        """Return the proposals that would no longer be there."""
        again = {one.again for one in self.proposals}
        return [pk for pk in self.sizes if pk not in again]


def plan(run: AnalysisRun, wanted: int) -> Plan | None:
    """Return what the proposals of a run would be if there were this many, or None when the run kept no tree.

    Comments under themes that a person decided about, and those that a person gave a place, are not touched.
    """
    tree = tree_of(run)
    if tree is None:
        return None
    now = _loose(run)
    counts = run.counts
    smallest = smallest_theme(counts["received"] - sum(counts["excluded"].values()))
    loose = Loose(tree, {str(pk): theme for pk, theme in now.items()}, smallest)
    divided = loose.divided(loose.nearest_to(wanted))
    return Plan(
        run=run,
        clusters=divided.clusters,
        proposals=tuple(_proposals(run, divided, now)),
        left=tuple(int(name) for name in divided.left),
        now=now,
        sizes=Counter(theme for theme in now.values() if theme is not None),
        stamp="-".join(map(str, (run.pk, tree.cut, *last_edit(run.service)))),
    )


def tree_of(run: AnalysisRun | None) -> MergeTree | None:
    """Return the merge tree that a run kept, if it did."""
    kept = getattr(run, "tree", None)
    if kept is None:
        return None
    return MergeTree(kept.leaves, tuple((one, other) for one, other in kept.merges), tuple(kept.heights), kept.cut)


def put_in_force(planned: Plan) -> None:
    """Make the plan the state of its run. No comment gets lost; who called has the themes locked."""
    run, received = planned.run, planned.run.counts["received"]
    for proposal in planned.proposals:
        _write(planned, proposal)
    for comments in _chunks(planned.left):
        _primary(run, comments).update(
            theme=None, status=Status.UNDECIDED, reason=Reason.TOO_FEW_COMMENTS, nearest=None
        )
    _mentions(planned, _heirs(planned))
    run.tree.cut = planned.clusters
    run.tree.save(update_fields=["cut"])
    run.notices = [*(one for one in run.notices if one["code"] != RECUT), _notice(planned)]
    run.save(update_fields=["notices"])
    settle(run)
    if run.counts["received"] != received:
        raise AssertionError(f"{received} comments were there and {run.counts['received']} are.")


def choices_again(service: Service | None) -> dict[str, Any]:
    """Return parameters as fine as the run that stands, as it was cut since; for who does not choose anew."""
    chosen = asdict(Parameters())
    if standing := AnalysisRun.objects.standing(service):
        told = next((one for one in standing.notices if one["code"] == RECUT), None)
        chosen["themes"] = told["values"]["in_all"] if told else standing.parameters.get("themes")
        chosen["granularity"] = standing.parameters.get("granularity", chosen["granularity"])
    return chosen


def _loose(run: AnalysisRun) -> dict[int, int | None]:
    """Return the proposal of each comment that the machine placed under one, or under nothing."""
    held = Theme.objects.of(run.service).held().values("pk")
    said = Anchor.objects.filter(comment=OuterRef("comment"), theme__service=run.service, belongs=True)
    rows = run.assignments.primary().filter(~Exists(said), source=Source.MACHINE).exclude(theme__in=held)
    open_ones = rows.filter(status__in=[Status.ASSIGNED, Status.OTHER, Status.UNDECIDED]).order_by("comment_id")
    return dict(open_ones.values_list("comment_id", "theme_id"))


def _proposals(run: AnalysisRun, divided: Division, now: Mapping[int, int | None]) -> Iterator[Proposal]:
    """Yield each group with what it is again and what to call it."""
    groups = [tuple(int(name) for name in group) for group in divided.groups]
    again = _again(run, [frozenset(group) for group in groups], now)
    names = named(list(_documents(groups)))
    sizes = Counter(now.values())
    for place, group in enumerate(groups):
        pk = again.get(place)
        before = sizes[pk] if pk is not None else 0
        yield Proposal(pk, before, group, Counter(now[comment] for comment in group), names[place])


def _again(run: AnalysisRun, groups: Sequence[Group], now: Mapping[int, int | None]) -> dict[int, int]:
    """Return which proposal each group is again: one that stands, or one that was there before."""
    members: dict[int, set[int]] = {}
    for comment, theme in now.items():
        if theme is not None:
            members.setdefault(theme, set()).add(comment)
    standing = {pk: frozenset(group) for pk, group in members.items()}
    hidden = Theme.objects.of(run.service).proposed().exclude(pk__in=Theme.objects.of(run.service).held().values("pk"))
    kept = dict(hidden.exclude(pk__in=list(members)).values_list("pk", "remembered"))
    return continued(groups, standing, frozenset(now), {pk: frozenset(one) for pk, one in kept.items()})


def _documents(groups: Sequence[Sequence[int]]) -> Iterator[list[Document]]:
    """Yield the comments of each group as the analysis takes them."""
    wanted = [pk for group in groups for pk in group]
    fields = ("pk", "redacted_text", "language", "person_key")
    rows = {
        row[0]: row
        for comments in _chunks(wanted)
        for row in Comment.objects.filter(pk__in=comments).order_by().values_list(*fields)
    }
    for group in groups:
        yield [
            Document(id=str(pk), text=text, language=language, person=person or None)
            for pk, text, language, person in (rows[pk] for pk in group)
        ]


def _write(planned: Plan, proposal: Proposal) -> None:
    """Save a proposal and put its comments under it; one that stays as it is, is left alone."""
    if proposal.same:
        return
    run, name = planned.run, proposal.name
    row = Theme(service=run.service, created_run=run)
    if proposal.again is not None:
        row = Theme.objects.get(pk=proposal.again)
        row.version += 1
    row.title, row.keywords, row.quotes = name.label[:TITLE], list(name.keywords), _places(name)
    remember(row, proposal.comments, timezone.now())
    row.save()
    for comments in _chunks([pk for pk in proposal.comments if planned.now[pk] != row.pk]):
        _primary(run, comments).update(theme=row, status=Status.ASSIGNED, reason="", nearest=None)


def _places(name: Named) -> list[dict[str, Any]]:
    """Return where the quotes stand."""
    return [
        {"comment": int(one.document_id), "start": one.start, "end": one.end, "kind": str(one.kind)}
        for one in name.quotes
    ]


def _heirs(planned: Plan) -> dict[int, int]:
    """Return where the comments of each proposal that vanishes went, when that is nearly all of them to one."""
    place = dict(_main_themes(planned))
    went: dict[int, Counter[int]] = {pk: Counter() for pk in planned.vanish}
    for comment, theme in planned.now.items():
        if theme in went and comment in place:
            went[theme][place[comment]] += 1
    found = {}
    for theme, counts in went.items():
        for heir, n in counts.most_common(1):
            if n >= HEIR * planned.sizes[theme]:
                found[theme] = heir
    return found


def _main_themes(planned: Plan) -> Iterable[tuple[int, int]]:
    rows = planned.run.assignments.primary().filter(status=Status.ASSIGNED)
    return rows.values_list("comment_id", "theme_id")


def _mentions(planned: Plan, heirs: Mapping[int, int]) -> None:
    """Let what comments say besides follow where it can, and drop what no longer says anything."""
    run = planned.run
    besides = run.assignments.filter(primary=False)
    for theme in planned.vanish:
        rows = besides.filter(theme=theme)
        near = run.assignments.filter(nearest=theme)
        if heir := heirs.get(theme):
            rows.exclude(comment__in=besides.filter(theme=heir).values("comment")).update(theme=heir)
            near.update(nearest=heir)
        besides.filter(theme=theme).delete()
        near.update(nearest=None)
    main = Assignment.objects.filter(run=run, comment=OuterRef("comment"), theme=OuterRef("theme"), primary=True)
    besides.filter(Exists(main)).delete()


def _notice(planned: Plan) -> dict[str, Any]:
    """Return what a reader of the run is told, and how many themes the next run should look for."""
    proposals = len(planned.proposals)
    in_all = proposals + Theme.objects.of(planned.run.service).held().count()
    text = f"The proposals were cut again: there are {proposals} now."
    return {"code": RECUT, "text": text, "values": {"proposals": proposals, "in_all": in_all}}


def _primary(run: AnalysisRun, comments: Sequence[int]) -> Any:
    return run.assignments.primary().filter(comment__in=comments)


def _chunks(comments: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(comments), AT_ONCE):
        yield comments[start : start + AT_ONCE]
