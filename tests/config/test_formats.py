"""Short dates, as a reader of each language writes them."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("nl", "5-2-2027", "5-2-2027 09:07"), ("en", "5 Feb 2027", "5 Feb 2027, 09:07")],
)
def test_a_short_date_cannot_be_read_as_another_day(language: str, day: str, moment: str) -> None:
    with translation.override(language):
        when = datetime(2027, 2, 5, 9, 7)
        assert (date_format(when, "SHORT_DATE_FORMAT"), date_format(when, "SHORT_DATETIME_FORMAT")) == (day, moment)
