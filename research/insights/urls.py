"""Addresses of what we learn."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
