"""The evaluation set is what its README says it is."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SETS = sorted(HERE.glob("*.tsv"))
Codes = frozenset[str]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def codes(cell: str) -> Codes:
    return frozenset(cell.split(";"))


def codebook() -> dict[str, set[str]]:
    """The codes of each service; those under "" count in every service."""
    found: dict[str, set[str]] = {"": set()}
    service = ""
    for line in (HERE / "codebook.md").read_text("utf8").splitlines():
        if line.startswith("## "):
            service = line[3:]
            found[service] = set()
        elif (code := re.match(r"\| ([a-z-]+) \|", line)) and code[1] != "code":
            found[service].add(code[1])
    return found


def masi(a: Codes, b: Codes) -> float:
    """The distance between two sets of codes (R. Passonneau, 2006)."""
    shared = len(a & b)
    monotone = 1.0 if a == b else 2 / 3 if shared in (len(a), len(b)) else 1 / 3 if shared else 0.0
    return 1 - monotone * shared / len(a | b)


def alpha(pairs: Sequence[tuple[Codes, Codes]], distance: Callable[[Codes, Codes], float]) -> float:
    """Krippendorff's alpha of two coders who both coded everything."""
    observed = sum(distance(a, b) for a, b in pairs) / len(pairs)
    given = Counter(one for pair in pairs for one in pair)
    total = given.total()
    expected = sum(n * m * distance(a, b) for a, n in given.items() for b, m in given.items())
    return 1 - observed / (expected / (total * (total - 1)))


def test_there_are_more_than_nine_hundred_comments_in_two_languages() -> None:
    every = [row for path in SETS for row in rows(path)]
    assert len(every) == len({row["id"] for row in every}) == 930
    assert Counter(row["lang"] for row in every) == {"nl": 764, "en": 166}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_code_is_in_the_codebook(path: Path) -> None:
    known = codebook()
    allowed = known[""] | known[path.stem]
    for row in rows(path):
        for column in ("topics", "coder_a", "coder_b"):
            given = row[column].split(";")
            assert set(given) <= allowed
            assert 1 <= len(given) == len(set(given)) <= 3
            assert given == ["geen"] or "geen" not in given
        assert row["topics"].split(";")[0] == row["label"]
        assert row["text"] == row["text"].strip()


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_agreement_is_what_the_readme_says(path: Path) -> None:
    both = [(row["coder_a"], row["coder_b"]) for row in rows(path)]
    main = [(a.split(";")[0], b.split(";")[0]) for a, b in both]
    several = alpha([(codes(a), codes(b)) for a, b in both], masi)
    single = alpha([(codes(a), codes(b)) for a, b in main], lambda a, b: float(a != b))
    same = sum(a == b for a, b in main) / len(main)
    used = {code for row in rows(path) for code in row["topics"].split(";")}
    figures = f"| {len(both)} | {len(used)} | {several:.2f} | {single:.2f} | {100 * same:.0f} % |".replace(" 0.", " .")
    assert f"| {path.name} {figures}" in (HERE / "README.md").read_text("utf8")
