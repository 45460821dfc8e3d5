"""Keeps what was learned as bytes: arrays and JSON. Reading them back can build only shapes of our own; no pickle."""

import importlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

FORMAT = 1
OWN = "research.analysis."
TEXT = "text"


def packed(kind: str, value: object) -> bytes:
    """The value as bytes that only `unpacked` of the same kind reads.

    It may hold numbers, texts, arrays, tuples, lists, dicts, sets, and functions, enumerations and objects of ours.
    """
    packer = _Packer()
    plain = json.dumps([FORMAT, kind, packer.plain(value)], ensure_ascii=True, separators=(",", ":"))
    out = io.BytesIO()
    np.savez(out, **{TEXT: np.frombuffer(plain.encode("ascii"), dtype=np.uint8)}, **packer.arrays)  # type: ignore[arg-type]
    return out.getvalue()


def unpacked(kind: str, data: bytes) -> Any:
    """The value again. Raises ValueError when these are no bytes of this kind, or those of another version."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        version, found, plain = json.loads(arrays.pop(TEXT).tobytes())
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as problem:
        raise ValueError("These bytes hold no part of an analysis.") from problem
    if (version, found) != (FORMAT, kind):
        raise ValueError(f"These bytes hold {found} of version {version}; {kind} of version {FORMAT} is needed.")
    return _value(plain, arrays)


class _Packer:
    """Turns a value into what JSON can say, and puts its arrays aside."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray[Any, Any]] = {}

    def plain(self, value: object) -> Any:
        if isinstance(value, Enum):
            return {"is": "enum", "class": _name(type(value)), "value": value.value}
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, np.generic):
            return self.plain(value.item())
        if isinstance(value, np.ndarray):
            self.arrays[f"array{len(self.arrays)}"] = value
            return {"is": "array", "name": f"array{len(self.arrays) - 1}"}
        return self._container(value)

    def _container(self, value: object) -> Any:
        if isinstance(value, list):
            return [self.plain(one) for one in value]
        if isinstance(value, tuple):
            return {"is": "tuple", "of": [self.plain(one) for one in value]}
        if isinstance(value, frozenset | set):
            return {"is": "set", "of": [self.plain(one) for one in sorted(value)]}
        if isinstance(value, dict):
            return {"is": "dict", "of": [[self.plain(key), self.plain(one)] for key, one in value.items()]}
        if callable(value) and not isinstance(value, type) and hasattr(value, "__qualname__"):
            return {"is": "function", "name": _name(value)}
        return {"is": "object", "class": _name(type(value)), "of": self.plain(_state(value))}


def _state(value: object) -> dict[str, object]:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return {name: one for name, one in vars(value).items() if not name.startswith("_")}


def _name(thing: Any) -> str:
    if not thing.__module__.startswith(OWN) or "." in thing.__qualname__:
        raise ValueError(f"{thing.__module__}.{thing.__qualname__} is not a shape of ours.")
    return f"{thing.__module__.removeprefix(OWN)}:{thing.__qualname__}"


def _found(name: str, is_right: Callable[[Any], bool]) -> Any:
    module, _, within = name.partition(":")
    thing = getattr(importlib.import_module(OWN + module), within, None)
    if not is_right(thing) or thing is None or thing.__module__ != OWN + module:
        raise ValueError(f"{name} is not a shape of ours.")
    return thing


def _value(plain: Any, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    if isinstance(plain, list):
        return [_value(one, arrays) for one in plain]
    if not isinstance(plain, dict):
        return plain
    read = READERS.get(plain.get("is", ""))
    if read is None:
        raise ValueError("These bytes hold something that was never put in.")
    return read(plain, arrays)


def _object(plain: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    made = object.__new__(_found(plain["class"], lambda thing: isinstance(thing, type)))
    for name, value in _value(plain["of"], arrays).items():
        object.__setattr__(made, name, value)
    return made


READERS: dict[str, Callable[[dict[str, Any], dict[str, np.ndarray[Any, Any]]], Any]] = {
    "array": lambda plain, arrays: arrays[plain["name"]],
    "tuple": lambda plain, arrays: tuple(_value(one, arrays) for one in plain["of"]),
    "set": lambda plain, arrays: frozenset(_value(one, arrays) for one in plain["of"]),
    "dict": lambda plain, arrays: {_value(key, arrays): _value(one, arrays) for key, one in plain["of"]},
    "enum": lambda plain, arrays: _found(plain["class"], lambda thing: issubclass(thing, Enum))(plain["value"]),
    "function": lambda plain, arrays: _found(plain["name"], callable),
    "object": _object,
}
