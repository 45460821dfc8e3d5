"""Encoders from a folder of the organisation's own: nothing is fetched, whatever the model asks for."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from research.analysis.lexical import Matrix

LONGEST_TOKENS = 256
BATCH = 32
CHUNK = 1 << 20


@dataclass(frozen=True)
class FolderModel:
    """An encoder whose weights lie in a folder; `read` turns texts into vectors."""

    name: str
    dimensions: int
    fingerprint: str
    read: Callable[[Sequence[str]], Matrix] = field(repr=False)
    languages: frozenset[str] = frozenset()

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors shaped (texts, dimensions), encoded in small batches."""
        parts = [np.asarray(self.read(texts[i : i + BATCH]), dtype=np.float32) for i in range(0, len(texts), BATCH)]
        return np.vstack(parts) if parts else np.zeros((0, self.dimensions), dtype=np.float32)


def sentence_transformer(folder: str) -> FolderModel:
    """The model of sentence-transformers in this folder.

    Raises LookupError where the folder or the package is missing.
    """
    path = _folder(folder)
    model = _package("sentence_transformers").SentenceTransformer(str(path), local_files_only=True)

    def read(texts: Sequence[str]) -> Matrix:
        return np.asarray(model.encode(list(texts), normalize_embeddings=True), dtype=np.float32)

    return FolderModel(path.name, read(["x"]).shape[1], _fingerprint("st", path), read)


def onnx_model(folder: str) -> FolderModel:
    """The model in `model.onnx` with its `tokenizer.json`; the mean of its last layer is a text's vector.

    Raises LookupError where a file or a package (onnxruntime, tokenizers) is missing.
    """
    path = _folder(folder)
    for needed in ("model.onnx", "tokenizer.json"):
        if not (path / needed).is_file():
            raise LookupError(f"{path} has no {needed}.")
    cutter = _package("tokenizers").Tokenizer.from_file(str(path / "tokenizer.json"))
    cutter.enable_truncation(LONGEST_TOKENS)
    cutter.enable_padding()
    session = _package("onnxruntime").InferenceSession(str(path / "model.onnx"), providers=["CPUExecutionProvider"])

    def read(texts: Sequence[str]) -> Matrix:
        return _mean_of_tokens(session, cutter.encode_batch(list(texts)))

    return FolderModel(path.name, read(["x"]).shape[1], _fingerprint("onnx", path), read)


def _mean_of_tokens(session: Any, cut: Sequence[Any]) -> Matrix:
    """The mean over the tokens that are there, shaped (texts, dimensions)."""
    told = {
        "input_ids": np.array([one.ids for one in cut], dtype=np.int64),
        "attention_mask": np.array([one.attention_mask for one in cut], dtype=np.int64),
        "token_type_ids": np.array([one.type_ids for one in cut], dtype=np.int64),
    }
    asked = {one.name for one in session.get_inputs()}
    tokens = np.asarray(session.run(None, {name: told[name] for name in told if name in asked})[0])
    there = told["attention_mask"][:, :, None].astype(np.float32)
    return np.asarray((tokens * there).sum(axis=1) / np.maximum(there.sum(axis=1), 1), dtype=np.float32)


def _folder(folder: str) -> Path:
    path = Path(folder)
    if not path.is_dir():
        raise LookupError(f"There is no folder {folder!r} with a model.")
    return path


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as missing:
        raise LookupError(f"The package {name} is not installed.") from missing


def _fingerprint(kind: str, path: Path) -> str:
    """Changes with any file of the model: their names and what is in them."""
    seen = hashlib.sha256()
    for one in sorted(found for found in path.rglob("*") if found.is_file()):
        seen.update(str(one.relative_to(path)).encode())
        with one.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                seen.update(chunk)
    return f"{kind}/{seen.hexdigest()[:40]}"
