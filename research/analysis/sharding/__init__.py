"""The analysis in parts that can run anywhere: learn from a sample, read shards, join the answers.

`analyse` is these three, one after the other, so that a collection in shards has the same result as in one piece.
"""

from research.analysis.sharding.answer import ShardAnswer
from research.analysis.sharding.combining import combine
from research.analysis.sharding.fitting import fit
from research.analysis.sharding.learned import Learned
from research.analysis.sharding.sample import Sample, sample_of, text_key
from research.analysis.sharding.shard import read_shard

__all__ = ["Learned", "Sample", "ShardAnswer", "combine", "fit", "read_shard", "sample_of", "text_key"]
