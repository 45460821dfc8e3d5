"""When something cannot be done now: a sentence for the person who asked."""


class RefusedError(Exception):
    """Says in one translated sentence why nothing was changed."""
