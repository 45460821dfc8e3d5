"""A theme that a person makes where the machine proposed none."""

import pytest

from accounts.models import Role
from research.insights.actions import RefusedError, new_theme
from research.insights.models import ThemeEdit
from research.insights.models.themes import ThemeState
from tests.factories import ServiceFactory, member_of

pytestmark = pytest.mark.django_db


def test_a_researchers_own_theme_is_approved_from_the_start_and_on_record() -> None:
    researcher = member_of(Role.RESEARCHER)
    theme = new_theme(service=ServiceFactory(), title="  Niemand   te spreken ", by=researcher)
    assert (theme.title, theme.state, theme.title_locked) == ("Niemand te spreken", ThemeState.APPROVED, True)
    assert ThemeEdit.objects.get(theme=theme).by == researcher


def test_a_theme_without_a_title_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"title|titel"):
        new_theme(service=ServiceFactory(), title="   ", by=member_of(Role.RESEARCHER))
