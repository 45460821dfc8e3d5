"""What the list of comments can be narrowed by."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from feedback.models import Comment, Flag, PiiState, State
from journeys.models import Channel, Service, Step


def steps_for(request: Any) -> QuerySet[Step]:
    """Return the steps of the service that was chosen; of all services when none was."""
    steps = Step.objects.all()
    chosen = request.GET.get("service", "") if request else ""
    return steps.filter(service_id=int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else steps


class AnyOf(django_filters.MultipleChoiceFilter):
    """One or more values of a column. No DISTINCT: the database would sort all rows to find no pair."""

    def __init__(self, **options: Any) -> None:
        super().__init__(distinct=False, widget=forms.CheckboxSelectMultiple, **options)


class CommentFilters(WagtailFilterSet):
    """State, service, step, channel, personal data, signs, grade from and to, day from and to."""

    state = AnyOf(label=_("State"), choices=State.choices)
    service = django_filters.ModelChoiceFilter(label=_("Service"), queryset=Service.objects.all())
    step = django_filters.ModelChoiceFilter(label=_("Step"), queryset=steps_for)
    channel = AnyOf(label=_("Channel"), choices=Channel.choices)
    grade_from = django_filters.NumberFilter(label=_("Grade from"), field_name="grade", lookup_expr="gte")
    grade_to = django_filters.NumberFilter(label=_("Grade up to"), field_name="grade", lookup_expr="lte")
    said_on = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    pii_state = AnyOf(label=_("Personal data"), choices=PiiState.choices)
    flags = AnyOf(label=_("Signs"), choices=Flag.choices, method="with_signs")

    class Meta:
        model = Comment
        fields: ClassVar[list[str]] = []

    def with_signs(self, comments: QuerySet[Comment], name: str, wanted: list[str]) -> QuerySet[Comment]:
        """Return the comments that have every sign that was ticked."""
        if not wanted:
            return comments
        comments = comments.alias(signs=Cast("flags", TextField()))
        for sign in wanted:
            comments = comments.filter(signs__contains=f'"{sign}"')
        return comments
