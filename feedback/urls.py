"""Addresses where people say something, in their own language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from feedback.views import ask, thanks

urlpatterns = [
    path(_("feedback/<slug:slug>/"), ask, name="feedback"),
    path(_("feedback/<slug:slug>/thanks/<str:token>/"), thanks, name="feedback_thanks"),
]
