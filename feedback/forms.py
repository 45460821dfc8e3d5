"""The questions to a citizen."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from feedback.models import Outcome
from journeys.models import JourneyPage, Service, Step
from journeys.models.journeys import State as JourneyState

MOST_REFERRALS = 10


class Words(forms.CharField):
    """A text as somebody typed it: line ends made equal, characters that no database keeps taken out, never cut."""

    def to_python(self, value: Any) -> str:
        """Return the text that will be kept."""
        return str(
            super().to_python(str(value or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")) or ""
        )

    def validate(self, value: str) -> None:
        """Refuse what is too long, with its length."""
        if len(value) > settings.COMMENT_MAX_LENGTH:
            raise ValidationError(
                _("Your text is too long: %(length)s characters. Make it %(most)s characters or less, or call us.")
                % {
                    "length": number_format(len(value), force_grouping=True),
                    "most": number_format(settings.COMMENT_MAX_LENGTH, force_grouping=True),
                }
            )


def referral_choices() -> list[tuple[str, str]]:
    """Return how often one may have been sent on, in words."""
    times = [(str(n), ngettext("%(n)d time", "%(n)d times", n) % {"n": n}) for n in range(1, MOST_REFERRALS)]
    return [
        ("", gettext("Skip this question")),
        ("0", gettext("Not")),
        *times,
        (str(MOST_REFERRALS), gettext("10 times or more")),
    ]


class FeedbackForm(forms.Form):
    """Did it work out, which grade, what went well; one of the three is enough."""

    step = forms.ChoiceField(label=_("Which step is this about?"), required=False, widget=forms.Select)
    outcome = forms.ChoiceField(
        label=_("Did it work out?"), choices=Outcome.choices, required=False, widget=forms.RadioSelect
    )
    grade = forms.TypedChoiceField(
        label=_("Which grade do you give?"),
        choices=[(n, str(n)) for n in range(1, 11)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a grade from 1 to 10.")},
    )
    text = Words(
        label=_("What went well? What could be better?"),
        help_text=_("Do not write down a BSN, address or phone number."),
        required=False,
        widget=forms.Textarea,
    )
    referrals_count = forms.TypedChoiceField(
        label=_("How often were you sent on to somebody else?"),
        choices=referral_choices,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose how often you were sent on.")},
    )
    quote_consent = forms.BooleanField(label=_("May we show your words to others, without your name?"), required=False)

    def __init__(self, data: Any = None, *, service: Service, step: str = "", grade: str = "") -> None:
        super().__init__(data, initial={"step": step, "grade": grade})
        self.service = service
        steps = list(asked_about(service))
        self.steps = {str(one.key): one for one in steps}
        field = self.fields["step"]
        field.choices = [("", _("The whole journey")), *((str(one.key), one.title) for one in steps)]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("Choose a step from the list.")

    def clean_step(self) -> Step | None:
        """Return the step that is meant, or None for the whole journey."""
        return self.steps.get(self.cleaned_data["step"])

    def clean(self) -> dict[str, Any]:
        """Ask for one answer when there is none at all."""
        answers = super().clean() or self.cleaned_data
        said = ("outcome", "grade", "text")
        if not self.errors and not any(answers.get(name) for name in said):
            self.add_error("outcome", _("Answer one of the questions. One is enough."))
        return answers


def asked_about(service: Service) -> list[Step]:
    """Return the steps that a citizen can have been through: those that stand on a map of how it goes now."""
    wished = JourneyPage.objects.filter(state=JourneyState.FUTURE).values("translation_key")
    steps = Step.objects.current().of(service).exclude(journey_key__in=wished)
    return list(steps.order_by("journey_key", "position"))
