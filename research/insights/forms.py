"""What a person fills in about a pain point."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import User
from journeys.models import Service, Step
from research.insights.judgement import Judgement, Upkeep
from research.insights.models import PainPoint
from research.insights.models.pain_points import Severity


class PainPointForm(forms.ModelForm):  # type: ignore[type-arg]
    """A judgement with the figures beside it; the theme and the counts are not for the form."""

    severity = forms.TypedChoiceField(
        label=_("How bad is it?"), coerce=int, widget=forms.RadioSelect, choices=Severity.choices
    )

    class Meta:
        model = PainPoint
        fields: ClassVar = [
            *("step", "severity", "title", "title_en", "summary", "summary_en"),
            *("department", "owner", "status", "due"),
        ]
        widgets: ClassVar = {"due": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        """Offer the steps of one service, in order, and employees."""
        super().__init__(*args, **kwargs)
        steps, people = (cast("forms.ModelChoiceField[Any]", self.fields[name]) for name in ("step", "owner"))
        steps.queryset = Step.objects.of(service).current()
        steps.label_from_instance = step_label  # type: ignore[method-assign, assignment]
        steps.empty_label = _("The whole service")
        people.queryset = employees()

    def judgement(self) -> Judgement:
        """Return what was filled in."""
        return Judgement(**self.cleaned_data)


class UpkeepForm(forms.ModelForm):  # type: ignore[type-arg]
    """The short form: who acts, how far it is, when it is to be done."""

    class Meta:
        model = PainPoint
        fields: ClassVar = ["department", "owner", "status", "due"]
        widgets: ClassVar = {"due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer employees, and who was chosen before, also when they left."""
        super().__init__(*args, **kwargs)
        people = cast("forms.ModelChoiceField[Any]", self.fields["owner"])
        people.queryset = employees() | User.objects.filter(pk=self.instance.owner_id)

    def upkeep(self) -> Upkeep:
        """Return what was filled in."""
        return Upkeep(**self.cleaned_data)


class PainPointUpkeepForm(WagtailAdminModelForm):
    """What may change about a pain point that stands: its step is one of its own service."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the steps of the service, and the one that was chosen before, also when it is gone from the map."""
        super().__init__(*args, **kwargs)
        own = Step.objects.of(self.instance.service)
        steps = cast("forms.ModelChoiceField[Any]", self.fields["step"])
        steps.queryset = own.current() | own.filter(pk=self.instance.step_id)
        steps.label_from_instance = step_label  # type: ignore[method-assign, assignment]
        steps.empty_label = _("The whole service")


def employees() -> QuerySet[User]:
    """Return who can be chosen to act."""
    return User.objects.filter(is_active=True).order_by("first_name", "last_name")


def step_label(step: Step) -> str:
    """Return a step with its stage, as on the map."""
    return f"{step.stage_title}: {step.title}" if step.stage_title else step.title
