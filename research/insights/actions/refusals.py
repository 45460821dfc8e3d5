"""When something cannot be done now: a sentence for the person who asked."""

from collections.abc import Sequence


class RefusedError(Exception):
    """Says in one translated sentence why nothing was changed."""


class ChangedMeanwhileError(RefusedError):
    """A colleague, or an analysis, changed the theme while the person was looking at it."""


class RefusedTogetherError(RefusedError):
    """Several things were asked at once and some cannot be done, so none was; a sentence for each that cannot."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Keep the sentences apart, for a screen that lists them."""
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)
