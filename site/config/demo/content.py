"""Reads what was written for the demo: one folder a service, with its journey and what people said."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

FOLDER = Path(__file__).parent / "content"
HERE = UUID(
    "6f2f3f0e-8a4e-4f6c-9d0b-0d1dd1cce888"
)  # the demo's own name space: the same step has the same id everywhere


@dataclass(frozen=True)
class Said:
    """One line of comments.tsv."""

    id: str
    days_ago: int
    channel: str
    step: str
    outcome: str
    grade: int | None
    referrals: int | None
    person: str
    may_quote: bool
    language: str
    topics: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class ServiceContent:
    """All that was written about one service."""

    about: dict[str, Any]
    journey: dict[str, Any]
    comments: tuple[Said, ...]

    @property
    def slug(self) -> str:
        """Return the service's short name."""
        return str(self.about["slug"])

    def block_id(self, key: str) -> UUID:
        """Return the id of a step or stage on the map."""
        return uuid5(HERE, f"{self.slug}/{key}")

    def numbers_of(self, topic: str) -> list[str]:
        """Return the numbers of the comments in which this is one of the topics."""
        return [said.id for said in self.comments if topic in said.topics]

    def about_topic(self, topic: str) -> list[Said]:
        """Return the comments whose main topic this is."""
        return [said for said in self.comments if said.topics[:1] == (topic,)]


@cache
def site() -> dict[str, Any]:
    """Return the words of the site itself."""
    return tomllib.loads((FOLDER / "site.toml").read_text("utf8"))


@cache
def services() -> tuple[ServiceContent, ...]:
    """Return what was written about each service, in the order of the catalogue."""
    found = [
        ServiceContent(
            about=tomllib.loads((folder / "service.toml").read_text("utf8")),
            journey=tomllib.loads((folder / "journey.toml").read_text("utf8")),
            comments=tuple(read_comments(folder / "comments.tsv")),
        )
        for folder in sorted(FOLDER.iterdir())
        if folder.is_dir()
    ]
    return tuple(sorted(found, key=lambda one: int(one.about["position"])))


def read_comments(path: Path) -> list[Said]:
    """Return the lines of a comments.tsv."""
    with path.open(encoding="utf8", newline="") as lines:
        return [
            Said(
                id=row["id"],
                days_ago=int(row["days_ago"]),
                channel=row["channel"],
                step=row["step"],
                outcome=row["outcome"],
                grade=int(row["grade"]) if row["grade"] else None,
                referrals=int(row["referrals"]) if row["referrals"] else None,
                person=row["person"],
                may_quote=row["quote"] == "1",
                language=row["lang"],
                topics=tuple(row["topics"].split(",")),
                text=row["text"],
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
