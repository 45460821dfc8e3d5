"""An encoder behind an address of the organisation's own, which speaks as OpenAI's embeddings do.

Comments leave this machine for that address: only an operator can choose so, and no address is built in. Redirects are
not followed, answers are bounded, and there is a time limit.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import numpy as np

from research.analysis.lexical import Matrix

BATCH = 64
SECONDS = 60
# 64 vectors of 4,096 numbers, written out.
LONGEST_ANSWER = 8_000_000
WIDEST = 4_096

Send = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]


class EndpointError(RuntimeError):
    """The endpoint did not give the vectors that were asked for; the sentence says why, never what was sent."""


class Endpoint:
    """Vectors from `POST ADDRESS` with {"model", "input"}; `send` stands in for the connection in tests."""

    languages: frozenset[str] = frozenset()

    def __init__(self, address: str, model: str, key: str = "", send: Send | None = None) -> None:
        """Store the choices. Raises ValueError for an address that is not http or https, or without a model."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("The address of the encoder begins with https:// or http://, and holds no name or key.")
        if not model:
            raise ValueError("An endpoint needs the name of a model.")
        self.address, self.name = address, model
        self._key = key
        self._send = send or _post

    @cached_property
    def dimensions(self) -> int:
        """The width of a vector, which the endpoint must be asked for."""
        return int(self.encode(["x"]).shape[1])

    @property
    def fingerprint(self) -> str:
        """Which model at which address; the operator changes the model's name when the model changes."""
        return f"endpoint/{hashlib.sha256(f'{self.address} {self.name}'.encode()).hexdigest()[:40]}"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, dimensions). Raises EndpointError."""
        parts = [self._ask(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        return np.vstack(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)

    def _ask(self, texts: Sequence[str]) -> Matrix:
        body = json.dumps({"model": self.name, "input": list(texts)}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            status, answer = self._send(self.address, body, headers)
        except (OSError, HTTPException) as broken:
            raise EndpointError("The endpoint of the encoder cannot be reached.") from broken
        if status != 200:
            raise EndpointError(f"The endpoint of the encoder answered {status}.")
        return _vectors(answer, len(texts))


def _vectors(answer: bytes, count: int) -> Matrix:
    """The vectors in the order of the texts, whatever order they came in."""
    try:
        rows = sorted(json.loads(answer)["data"], key=lambda row: int(row["index"]))
        found = np.array([row["embedding"] for row in rows], dtype=np.float32)
    except (ValueError, KeyError, TypeError, RecursionError) as odd:
        raise EndpointError("The endpoint of the encoder gave no vectors.") from odd
    if found.ndim != 2 or len(found) != count or not 0 < found.shape[1] <= WIDEST or not np.isfinite(found).all():
        raise EndpointError("The endpoint of the encoder gave other vectors than were asked for.")
    return found


def _post(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """The status and at most 8 MB of the answer."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER)
    finally:
        connection.close()
