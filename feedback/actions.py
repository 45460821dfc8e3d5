"""What can be done with a comment: hand it in, decide on it, read it as it was written, hide words in it, erase it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import AuditEvent, User
from feedback.models import MOVES, Comment, Method, PiiState, State, Unusable, new_reference
from feedback.redaction import redact
from journeys.models import Channel, Service, Step

TRIES = 4  # two equal numbers of twelve digits are rare; four in a row mean that something else is wrong
HIDDEN = "[verborgen]"


@dataclass(frozen=True, kw_only=True)
class NewComment:
    """What somebody says about a service, before it is kept."""

    service: Service
    text: str = ""
    step: Step | None = None
    grade: int | None = None
    outcome: str = ""
    referrals_count: int | None = None
    channel: str = Channel.WEB
    collection_method: str = Method.FORM
    language: str = "nl"
    quote_consent: bool = False
    said_on: date | None = None
    person_key: str = ""
    entered_by: User | None = None
    flags: tuple[str, ...] = ()


def submit(*, answer: NewComment, submission_key: UUID) -> Comment:
    """Keep what was said, personal data masked, once for a key; the same key again returns the row that stands."""
    standing = Comment.objects.filter(submission_key=submission_key).first()
    return standing or _store(answer, submission_key)


def _store(answer: NewComment, submission_key: UUID) -> Comment:
    """Insert the row; when somebody was first with the key, return theirs; when the number is taken, draw another."""
    row = comment_from(answer)
    row.submission_key = submission_key
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            standing = Comment.objects.filter(submission_key=submission_key).first()
            if standing:
                return standing
            refused = error
            row.pk, row.reference = None, new_reference()
        else:
            return row
    raise refused


def comment_from(answer: NewComment) -> Comment:
    """Return the row, not saved yet, with its text redacted."""
    redaction = redact(answer.text)
    return Comment(
        text=answer.text,
        redacted_text=redaction.text,
        pii_state=PiiState.MASKED if redaction.found else PiiState.NONE,
        service=answer.service,
        step=answer.step,
        grade=answer.grade,
        outcome=answer.outcome,
        referrals_count=answer.referrals_count,
        channel=answer.channel,
        collection_method=answer.collection_method,
        language=answer.language,
        quote_consent=answer.quote_consent,
        said_on=answer.said_on or timezone.localdate(),
        person_key=answer.person_key,
        entered_by=answer.entered_by,
        flags=list(answer.flags),
    )


def may_moderate(comment: Comment, verdict: State) -> bool:
    """Say whether a comment may go to a state from where it is; staying where it is is always allowed."""
    return verdict == comment.state or verdict in MOVES[State(comment.state)]


def check_may_moderate(*, comment: Comment, verdict: State, reason: str, by: User) -> None:
    """Raise a sentence when this person may not decide, the reason is missing, or the state does not allow it."""
    if not by.has_perm("feedback.moderate_comment"):
        raise PermissionDenied(_("Only a moderator may decide on comments."))
    if verdict == State.UNUSABLE and reason not in Unusable.values:
        raise ValidationError(_("Choose why the comment is unusable."))
    if not may_moderate(comment, verdict):
        raise ValidationError(
            _("Comment %(number)s is “%(state)s” and cannot become “%(verdict)s”.")
            % {
                "number": comment.spoken_reference,
                "state": comment.get_state_display(),
                "verdict": State(verdict).label,
            }
        )


@transaction.atomic
def moderate(*, comments: Iterable[Comment], verdict: State, by: User, reason: str = "") -> int:
    """Decide on comments, all or none; return how many changed. Deciding the same way again changes nothing."""
    ids = [comment.pk for comment in comments]
    standing = list(Comment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for comment in standing:
        check_may_moderate(comment=comment, verdict=verdict, reason=reason, by=by)
    reason = reason if verdict == State.UNUSABLE else ""
    changed = [one for one in standing if (one.state, one.unusable_reason) != (verdict, reason)]
    Comment.objects.filter(pk__in=[one.pk for one in changed]).update(state=verdict, unusable_reason=reason)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            action=f"feedback.{verdict}",
            object_label=Comment._meta.label_lower,
            object_id=str(one.pk),
            result=reason or "ok",
            actor=by,
        )
        for one in changed
    )
    return len(changed)


def may_reveal(by: User | AnonymousUser) -> bool:
    """Say whether a person may read texts as they were written."""
    return by.has_perm("feedback.view_comment") and by.has_perm("feedback.view_raw_comment")


def reveal(*, comment: Comment, by: User) -> str:
    """Return the text as written and leave a trace of who asked, also when the answer is no."""
    allowed = may_reveal(by)
    audit.note(action="feedback.reveal", of=comment, by=by, result="ok" if allowed else "refused")
    if not allowed:
        raise PermissionDenied(_("You may not read texts as they were written."))
    return comment.text


@transaction.atomic
def hide_words(*, comment: Comment, words: str, by: User) -> int:
    """Mask words that the machine let through; return how often. Without words: note that a person has looked."""
    if not by.has_perm("feedback.moderate_comment"):
        raise PermissionDenied(_("Only a moderator may decide on comments."))
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    masked, times = _without(row.redacted_text, words.strip())
    if words.strip() and not times:
        raise ValidationError(_("These words are not in the text."))
    Comment.objects.filter(pk=row.pk).update(redacted_text=masked, pii_state=PiiState.CHECKED)
    comment.redacted_text, comment.pii_state = masked, PiiState.CHECKED
    audit.note(action="feedback.hide_words" if times else "feedback.checked", of=row, by=by)
    return times


@transaction.atomic
def erase(*, comment: Comment, by: User | None, origin: str = "") -> None:
    """Delete a comment for who wrote it; with it goes its place under themes, and its quote in reports that stand."""
    if by is not None and not by.has_perm("feedback.moderate_comment"):
        raise PermissionDenied(_("Only a moderator may decide on comments."))
    audit.note(action="feedback.erase", of=comment, by=by, origin=origin)
    comment.delete()


def _without(text: str, words: str) -> tuple[str, int]:
    """Return the text with each occurrence of the words masked, and how many there were."""
    if not words:
        return text, 0
    folded, sought, parts, at, times = text.lower(), words.lower(), [], 0, 0
    if len(folded) != len(text):  # a few letters grow in lower case; then only the same case counts
        folded, sought = text, words
    while (found := folded.find(sought, at)) >= 0:
        parts += [text[at:found], HIDDEN]
        at, times = found + len(sought), times + 1
    return "".join([*parts, text[at:]]), times


def key_of(*parts: object) -> UUID:
    """Return a submission key that is the same for the same parts and no others."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return UUID(bytes=digest[:16])
