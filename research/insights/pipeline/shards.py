"""A big run on several workers: one leads, all take shards of comments, and rows in the database say who has what.

The leader learns from a sample and writes down what it learned; whoever is free reads the next shard against that. The
messages to the others only say "there is work": a message that gets lost, or a worker that dies, costs time and no
comment, for the leader takes up what nobody finished. A leader that dies is followed by one that goes on from the rows.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from research.analysis import Parameters, ReportProgress, Result
from research.analysis.sharding import Learned, ShardAnswer, combine, fit, read_shard, sample_of, text_key
from research.insights.models import AnalysisRun, LearnedModel, Shard
from research.insights.models.runs import SILENCE, RunState
from research.insights.pipeline.answer import OvertakenError
from research.insights.pipeline.attempt import BEAT, STEP, StoppedError
from research.insights.pipeline.question import Question, documents_between
from research.insights.pipeline.vectors import DatabaseVectors

LEARNED, READ = 0.35, 0.9  # how far a run is when the sample is learned, and when all shards are read
PAUSE = timedelta(milliseconds=300)

CallForHelp = Callable[[int], None]


def is_big(question: Question) -> bool:
    """Say whether this is more than one worker should read alone."""
    return len(question.documents) > int(settings.ANALYSIS_SHARD)


def lead(
    run: AnalysisRun, question: Question, parameters: Parameters, report: ReportProgress, call: CallForHelp
) -> Result:
    """Return the result of a big run, the same as one worker alone would find.

    `call` asks whoever is free to help with the run of this number. `report` may raise to stop.
    """
    learned = _learned(run, question, parameters, report, call)
    shards = Shard.objects.filter(run=run)
    total = shards.count()
    while left := shards.filter(answer=None).count():
        done = total - left

        def read_so_far(part: float, stage: str, done: int = done) -> None:
            report(LEARNED + (READ - LEARNED) * (done + part) / total, stage)

        read_so_far(0.0, "assigning")
        if not take_one(run, learned, read_so_far):
            time.sleep(PAUSE.total_seconds())
    report(READ, "naming")
    result = combine(learned, _answers(run))
    if result.counts.received != len(question.documents):
        raise OvertakenError  # a comment was set aside or erased between the first look and the reading
    return result


def help_with(run_id: int) -> int:
    """Read shards of a run as long as there are free ones; return how many this worker read."""
    found = LearnedModel.objects.filter(run=run_id, run__state=RunState.RUNNING).select_related("run__service").first()
    if found is None:
        return 0
    learned = Learned.from_bytes(bytes(found.content))
    read = 0
    with suppress(StoppedError):  # the run was cancelled or is done: nobody waits for the rest
        while take_one(found.run, learned, Watch(found.run)):
            read += 1
    return read


def take_one(run: AnalysisRun, learned: Learned, report: ReportProgress) -> bool:
    """Read one free shard and keep the answer; return False when none is free."""
    shard = _claim(run)
    if shard is None:
        return False
    with _held(shard):
        documents = documents_between(run.service, shard.first, shard.last)
        answer = read_shard(learned, documents, cache=DatabaseVectors(), report_progress=report)
    Shard.objects.filter(pk=shard.pk).update(answer=answer.to_bytes(), done_at=timezone.now())
    return True


def clear(run_id: int) -> None:
    """Forget the pieces of a run: they hold words of comments, and nobody needs them once the result stands."""
    Shard.objects.filter(run=run_id).delete()
    LearnedModel.objects.filter(run=run_id).delete()


def clear_ended() -> None:
    """Forget the pieces of runs that nobody works on any more."""
    ended = ~Q(run__state__in=[RunState.QUEUED, RunState.RUNNING])
    Shard.objects.filter(ended).delete()
    LearnedModel.objects.filter(ended).delete()


class Watch:
    """Stops a helper when its run was cancelled or has ended; asks at most every second and a half."""

    def __init__(self, run: AnalysisRun) -> None:
        """Begin to watch a run."""
        self.run = run
        self.asked_at = time.monotonic()

    def __call__(self, fraction: float, stage: str) -> None:
        """Raise StoppedError when nobody waits for the answer."""
        if time.monotonic() - self.asked_at < STEP:
            return
        self.asked_at = time.monotonic()
        if not AnalysisRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING).exists():
            raise StoppedError


def _learned(
    run: AnalysisRun, question: Question, parameters: Parameters, report: ReportProgress, call: CallForHelp
) -> Learned:
    """Return what an earlier attempt learned from this question; or learn it, lay the shards out and call for help."""
    digest = question.digest()
    kept = LearnedModel.objects.filter(run=run, run__input_hash=digest).first()
    if kept is not None:
        return Learned.from_bytes(bytes(kept.content))
    clear(run.pk)
    known = () if run.shadow else question.known
    sample = sample_of(((document.id, text_key(document.text)) for document in question.documents), known)
    chosen = [document for document in question.documents if document.id in sample.ids]
    learned = fit(
        chosen,
        parameters,
        known_themes=known,
        sample=sample,
        cache=DatabaseVectors(),
        report_progress=lambda part, stage: report(LEARNED * part, stage),
    )
    for _ in range(_keep(run, question, learned, digest) - 1):
        call(run.pk)
    return learned


@transaction.atomic
def _keep(run: AnalysisRun, question: Question, learned: Learned, digest: str) -> int:
    """Keep what was learned, and the shards that are to be read; return how many these are."""
    AnalysisRun.objects.filter(pk=run.pk).update(input_hash=digest)
    LearnedModel.objects.create(run=run, content=learned.to_bytes())
    edges = [int(document.id) for document in question.documents]
    size = settings.ANALYSIS_SHARD
    starts = range(0, len(edges), size)
    Shard.objects.bulk_create(
        Shard(run=run, number=number, first=edges[start], last=edges[min(start + size, len(edges)) - 1])
        for number, start in enumerate(starts)
    )
    return len(starts)


def _claim(run: AnalysisRun) -> Shard | None:
    """Return a shard that nobody has, or whose worker is silent, and call it ours."""
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lt=now - SILENCE)
    for shard in Shard.objects.filter(free, run=run, answer=None).defer("answer"):
        if Shard.objects.filter(free, pk=shard.pk, answer=None).update(taken_at=now):
            return shard
    return None


@contextmanager
def _held(shard: Shard) -> Iterator[None]:
    """Say every few seconds that this shard is being read; a killed process stops saying so."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT.total_seconds()):
            try:
                Shard.objects.filter(pk=shard.pk).update(taken_at=timezone.now())
            except DatabaseError:
                continue  # one beat more or less; the next one comes in three seconds
            finally:
                connection.close()

    heart = threading.Thread(target=beat, name=f"heart of shard {shard}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join(timeout=BEAT.total_seconds())


def _answers(run: AnalysisRun) -> Iterator[ShardAnswer]:
    """Yield the answers one by one: together they may be large."""
    for pk in list(Shard.objects.filter(run=run).values_list("pk", flat=True)):
        answer = Shard.objects.values_list("answer", flat=True).get(pk=pk)
        yield ShardAnswer.from_bytes(bytes(answer or b""))
