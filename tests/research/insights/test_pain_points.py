"""Pain points: who answers for them."""

import pytest

from accounts.models import Role
from research.insights.models import PainPoint
from research.insights.models.pain_points import PainStatus
from tests.factories import PainPointFactory, member_of

pytestmark = pytest.mark.django_db


def test_nobody_owns_what_has_neither_a_person_nor_a_department_and_is_not_solved() -> None:
    alone = PainPointFactory(department="", owner=None)
    PainPointFactory(department="Burgerzaken", owner=None)
    PainPointFactory(department="", owner=member_of(Role.MANAGER))
    PainPointFactory(department="", owner=None, status=PainStatus.SOLVED)
    assert list(PainPoint.objects.unowned()) == [alone]
