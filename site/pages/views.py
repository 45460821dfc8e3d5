"""The living page of patterns, for staff."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView


class PatternForm(forms.Form):
    """One field of each kind, to be looked at."""

    outcome = forms.ChoiceField(
        label=_("Did it work out?"),
        choices=[("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    grade = forms.ChoiceField(
        label=_("Which grade do you give?"),
        choices=[(str(grade), str(grade)) for grade in range(1, 11)],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(label=_("What went well? What could be better?"), widget=forms.Textarea, max_length=5_000)


class Patterns(FormView):  # type: ignore[type-arg]  # not generic while it runs
    """/admin/patronen/: every part that pages are built from, with a form that shows its errors."""

    template_name = "pages/patterns.html"
    form_class = PatternForm
    http_method_names = ("get", "head", "options")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Bind the form to nothing, so that it shows what an error looks like."""
        return {"data": {}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of a long list."""
        return {**super().get_context_data(**kwargs), "page_obj": Paginator(range(100), 10).page(3)}
