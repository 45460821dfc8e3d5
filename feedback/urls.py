"""Addresses where people say something."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
