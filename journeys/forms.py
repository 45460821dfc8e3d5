"""What the admin asks about a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from journeys.models import Channel


class ServiceForm(WagtailAdminModelForm):
    """A service, with its channels to tick instead of a list to type."""

    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Where one can arrange this. Digital never means less access: paper and phone stay."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].queryset = self.fields["owner"].queryset.filter(is_active=True)
