"""The entry for the Algorithm Register can be copied into its form: every field is there and fits."""

import re

import pytest
from django.conf import settings

TEXT = (settings.ROOT / "docs/algorithm-register.md").read_text("utf-8")
FIELD = re.compile(r"^### [^\n]+ \(`(\w+)`\)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
FIELDS = {name: body.strip() for name, body in FIELD.findall(TEXT)}
# The fields of publication standard 1.0, with the most characters that each may have.
LONGEST = {
    "name": 100, "description_short": 350, "organization": 100, "category": 100, "status": 50, "begin_date": 20,
    "end_date": 50, "contact_email": 500, "website": 500, "publication_category": 50, "url": 500, "goal": 2500,
    "proportionality": 2500, "human_intervention": 2500, "risks": 2500, "lawful_basis": 2500,
    "lawful_basis_grouping": 1000, "process_index_url": 500, "impacttoetsen_grouping": 1000, "impacttoetsen": 2500,
    "source_data": 2500, "source_data_grouping": 1000, "methods_and_models": 5000, "provider": 200, "publiccode": 500,
    "lang": 3, "standard_version": 3, "source_id": 100, "tags": 2500,
}  # fmt: skip


def test_every_field_of_the_standard_is_there_and_no_other() -> None:
    assert set(FIELDS) == set(LONGEST)


@pytest.mark.parametrize("field", LONGEST)
def test_a_field_is_filled_and_fits(field: str) -> None:
    assert 0 < len(FIELDS[field]) <= LONGEST[field]


def test_choices_are_those_of_the_standard() -> None:
    assert FIELDS["category"] == "Organisatie en bedrijfsvoering"
    assert FIELDS["publication_category"] in {"Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"}
    assert (FIELDS["lang"], FIELDS["standard_version"]) == ("nld", "1.0")
