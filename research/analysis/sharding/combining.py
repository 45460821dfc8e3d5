"""The result of an analysis out of the answers of its shards."""

from collections.abc import Iterable

from threadpoolctl import threadpool_limits

from research.analysis.model import ReportProgress, Result, keep_quiet
from research.analysis.outcome import compose
from research.analysis.sharding.answer import ShardAnswer
from research.analysis.sharding.joined import join
from research.analysis.sharding.learned import Learned


def combine(
    learned: Learned, answers: Iterable[ShardAnswer], *, report_progress: ReportProgress = keep_quiet
) -> Result:
    """The result, the same in whatever order the answers come and however the comments were spread over them.

    Raises ValueError when two comments have the same id, or when one got lost.
    """
    report_progress(0.0, "naming")
    with threadpool_limits(limits=1):
        joined = join(answers)
        report_progress(0.5, "naming")
        result = compose(learned, joined)
    report_progress(1.0, "naming")
    return result
