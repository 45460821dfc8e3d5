"""The parts that the figures of a report are made of: as plain data, with nothing under five."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from journeys.models import JourneyPage, Service, Step
from research.analysis.statistics import SMALLEST_SHOWN, Difference, Interval, mean_interval
from research.insights.small_numbers import together

GONE = 0  # stands for every step that left the map
ORDER = {"step": 0, "whole": 1, "other": 2}

Grades = Mapping[tuple[Any, ...], list[int]]


@dataclass(frozen=True)
class Words:
    """The same words in Dutch and English; a frozen report can be read in both."""

    nl: str
    en: str


def name_of(service: Service) -> dict[str, str]:
    """Return the name of a service in both languages."""
    return in_both(service.name, service.name_en)


def in_both(nl: str, en: str) -> dict[str, str]:
    """Return words in both languages; what has no English stays Dutch."""
    return asdict(Words(nl, en or nl))


def interval(found: Interval) -> dict[str, Any]:
    """Return mean, 95 % interval and n, rounded to what may be printed."""
    return {"mean": rounded(found.mean), "low": rounded(found.low), "high": rounded(found.high), "n": found.n}


def rounded(number: float | None) -> float | None:
    """Return a figure with three decimals: enough for every way it is printed, and the same on every machine."""
    return None if number is None else round(number, 3)


def change(found: Difference) -> dict[str, Any]:
    """Return a change with its interval and whether it is larger than chance."""
    numbers = {"change": rounded(found.change), "low": rounded(found.low), "high": rounded(found.high)}
    return {**numbers, "larger_than_chance": found.larger_than_chance}


def share(yes: int, n: int) -> dict[str, Any] | None:
    """Return how many of those who answered said yes; only a bound where fewer than five said one of the two."""
    few = SMALLEST_SHOWN - 1
    if n <= 2 * few:
        return None
    if min(yes, n - yes) > few:
        return {"share": rounded(yes / n), "n": n}
    return {"at_least": rounded((n - few) / n), "n": n} if yes > few else {"at_most": rounded(few / n), "n": n}


def step_rows(services: Iterable[Service], grades: Grades) -> list[dict[str, Any]]:
    """Return the grade of each step on a map, worst first; what is small or gone is one row of its service."""
    steps = {step.pk: step for step in Step.objects.current()}
    english = english_titles()
    rows = []
    for service in services:
        said = of_service(grades, service)
        for step in [key for key in said if key is not None and key not in steps]:
            said[GONE].extend(said.pop(step))
        for group in together({key: len(found) for key, found in said.items()}):
            step = steps.get(group.keys[0]) if len(group.keys) == 1 else None
            rows.append(
                {
                    "service": name_of(service),
                    "kind": "step" if step else "whole" if group.keys == (None,) else "other",
                    "step": in_both(step.title, english.get(step.key, "")) if step else None,
                    "grade": interval(mean_interval([one for key in group.keys for one in said[key]])),
                }
            )
    return sorted(rows, key=lambda row: (ORDER[row["kind"]], row["grade"]["mean"]))


def channel_rows(services: Iterable[Service], grades: Grades) -> list[dict[str, Any]]:
    """Return the grade of each channel of each service, most used first; what is small is one row of its service."""
    rows = []
    for service in services:
        said = of_service(grades, service)
        for group in together({channel: len(found) for channel, found in said.items()}):
            grade = mean_interval([one for channel in group.keys for one in said[channel]])
            rows.append({"service": name_of(service), "channels": list(group.keys), "grade": interval(grade)})
    return rows


def of_service(grades: Grades, service: Service) -> defaultdict[Any, list[int]]:
    """Return the grades of one service by the second part of their key."""
    return defaultdict(list, {key: list(found) for (of, key), found in grades.items() if of == service.pk})


def english_titles() -> dict[UUID, str]:
    """Return what steps are called on the English pages of their journeys."""
    pages = JourneyPage.objects.live().filter(locale__language_code="en")
    return {step.key: step.title for page in pages for step in page.drawn_steps()}
