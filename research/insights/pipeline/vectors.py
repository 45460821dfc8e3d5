"""Sentence vectors in the database: a text is encoded once, whatever becomes of the run that needed it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from research.insights.models import StoredVector

AT_ONCE = 500  # SQLite takes a thousand parameters by default


class DatabaseVectors:
    """A `research.analysis.VectorCache` on rows of little-endian float32, each batch in a transaction of its own."""

    def load(self, fingerprint: str, digests: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return the vectors that are there, by digest."""
        found: dict[str, NDArray[np.float32]] = {}
        for start in range(0, len(digests), AT_ONCE):
            rows = StoredVector.objects.filter(fingerprint=fingerprint, digest__in=digests[start : start + AT_ONCE])
            for digest, vector in rows.values_list("digest", "vector"):
                found[digest] = np.frombuffer(bytes(vector), dtype="<f4").astype(np.float32)
        return found

    def save(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep these; one that is there already stays as it is."""
        rows = [
            StoredVector(fingerprint=fingerprint, digest=digest, vector=np.asarray(vector, dtype="<f4").tobytes())
            for digest, vector in vectors.items()
        ]
        StoredVector.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
