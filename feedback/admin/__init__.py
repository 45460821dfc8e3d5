"""The moderator's screens in the Wagtail admin: list, one comment, one after another, many at once."""
