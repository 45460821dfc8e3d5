"""Brings comments from a file in: all of them or, when anything breaks, none; the same file twice adds nothing."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from feedback.actions import NewComment, comment_from
from feedback.imports.formats import NAMES, TEXTS, Format, Said, detect, is_personal
from feedback.imports.receipt import PREVIEW, Receipt
from feedback.imports.tables import Line, Table, UnreadableFileError, read
from feedback.imports.values import RefusedError
from feedback.models import Comment, Method, PiiState, State
from journeys.models import Service, Step
from journeys.models.services import Phase

BATCH = 1_000
Watch = Callable[[int, int], None]


def import_feedback(
    *,
    file: Path,
    service: Service | None,
    wanted: str = "auto",
    dry_run: bool = False,
    watch: Watch = lambda done, about: None,
) -> Receipt:
    """Keep the comments of a file and return the receipt; on a dry run keep nothing. Raises UnreadableFileError.

    Without a service the comments go to one that is named after the file, made when it is not there yet.
    All rows are read and redacted before the first is written, so that the site is not locked meanwhile.
    """
    table = read(file)
    known = detect(table.header, wanted)
    if known is None:
        raise UnreadableFileError(_no_format(file, table, wanted))
    if dry_run:
        with transaction.atomic():
            intake = _Intake(table, known, service or named_after(file), watch)
            list(intake.new_comments())
            transaction.set_rollback(True)
        return intake.receipt
    home = service or named_after(file)
    try:
        return _kept(table, known, home, watch)
    except BaseException:  # also Ctrl+C: a service that stands there for this file only goes when nothing came of it
        if service is None and not Comment.objects.filter(service=home).exists():
            home.delete()
        raise


def _kept(table: Table, known: Format, service: Service, watch: Watch) -> Receipt:
    """Keep all rows, or none; return the receipt."""
    intake = _Intake(table, known, service, watch)
    rows = list(intake.new_comments())
    with transaction.atomic():
        Comment.objects.bulk_create(rows, batch_size=BATCH)
        audit.note(action="feedback.import", of=service, by=None, result=f"{len(rows)}")
    return intake.receipt


def named_after(file: Path) -> Service:
    """Return the service that carries the name of a file; made, and still being explored, when it is not there yet."""
    words = file.stem.replace("_", " ").replace("-", " ").strip()
    service: Service
    service, _new = Service.objects.get_or_create(
        slug=slugify(file.stem)[:50] or "import",
        defaults={"name": words[:1].upper() + words[1:120], "phase": Phase.DISCOVERY, "position": 900},
    )
    return service


def _no_format(file: Path, table: Table, wanted: str) -> str:
    if wanted != "auto":
        return _("%(file)s does not have the columns of the format %(format)s. It has: %(columns)s.") % {
            "file": file.name,
            "format": wanted,
            "columns": ", ".join(table.header)[:300],
        }
    return _(
        "%(file)s has no column with words or a grade. It has: %(columns)s. "
        "Name the column with words one of: %(texts)s."
    ) % {"file": file.name, "columns": ", ".join(table.header)[:300], "texts": ", ".join(TEXTS)}


class _Intake:
    """One file on its way in: rows become comments, the receipt counts."""

    def __init__(self, table: Table, known: Format, service: Service, watch: Watch) -> None:
        self.table, self.known, self.service, self.watch = table, known, service, watch
        self.source = f"{known.name}:{service.slug}"
        self.steps = {step.title.casefold(): step for step in Step.objects.current().of(service)}
        self.seen: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.personal = [column for column in table.header if column not in known.takes and is_personal(column)]
        takes = known.takes | {name.lower() for name in known.takes}
        unused = [name for name in table.header if name not in self.personal and not {name, name.lower()} & takes]
        self.receipt = Receipt(
            format=known.name, service=service.name, slug=service.slug, unused=tuple(name for name in unused if name)
        )

    def new_comments(self) -> Iterator[Comment]:
        """Yield the rows that are not there yet, redacted, ready to be kept."""
        lines = iter(self.table.lines)
        while batch := list(islice(lines, BATCH)):
            rows = [one for line in batch if (one := self._said(line))]
            known = Comment.objects.filter(source=self.source, source_id__in=[source_id for source_id, _said in rows])
            there = set(known.values_list("source_id", flat=True)) | self.taken
            for source_id, said in rows:
                if source_id in there:
                    self.receipt.already_there += 1
                    continue
                there.add(source_id)
                self.taken.add(source_id)
                yield self._comment(source_id, said)
            self.watch(self.receipt.read, self.table.about)

    def _said(self, line: Line) -> tuple[str, Said] | None:
        """Return what a line says with its identity, or note why it is refused."""
        self.receipt.read += 1
        self.receipt.dropped.update(column for column in self.personal if line.cells.get(column, "").strip())
        try:
            if line.fault:
                raise RefusedError(line.fault)
            said = self.known.row.of(line.cells).said()
            self._check(said)
        except RefusedError as refusal:
            self.receipt.refusals.append((line.number, str(refusal)))
            return None
        return self._identity(said), said

    def _check(self, said: Said) -> None:
        if not said.text.strip() and said.grade is None and not said.outcome:
            raise RefusedError(_("there is nothing said here"))
        if len(said.text) > settings.COMMENT_MAX_LENGTH:
            raise RefusedError(
                _("the text has %(length)d characters, more than %(most)d")
                % {"length": len(said.text), "most": settings.COMMENT_MAX_LENGTH}
            )
        if said.step and said.step.casefold() not in self.steps:
            raise RefusedError(
                _("there is no step “%(step)s” at %(service)s") % {"step": said.step[:80], "service": self.service.name}
            )

    def _identity(self, said: Said) -> str:
        """Return what makes a row itself, wherever its file lies: its own number with its words, else all that it says.

        The words keep two conversations apart that both count from one. Without numbers equal rows are told apart by
        counting them, so that ten people who say the same stay ten.
        """
        digest = hashlib.sha256()
        if said.external_id:
            digest.update(f"{said.external_id}\x1f{said.text}".encode())
            return f"{said.external_id[:40]}-{digest.hexdigest()[:24]}"
        digest.update(repr(said).encode())
        self.seen[digest.hexdigest()] += 1
        return f"{digest.hexdigest()[:40]}-{self.seen[digest.hexdigest()]}"

    def _comment(self, source_id: str, said: Said) -> Comment:
        """Return the row for what was said, and count it."""
        comment = comment_from(
            NewComment(
                service=self.service,
                text=said.text,
                step=self.steps.get(said.step.casefold()) if said.step else None,
                grade=said.grade,
                outcome=said.outcome,
                referrals_count=said.referrals_count,
                channel=said.channel,
                collection_method=Method.IMPORT,
                language=said.language or "und",
                quote_consent=said.quote_consent,
                said_on=said.said_on or timezone.localdate(),
                person_key=self._pseudonym(said.person),
                flags=said.flags,
            )
        )
        comment.source, comment.source_id = self.source, source_id
        comment.state, comment.unusable_reason = said.state, said.unusable_reason
        self._count(comment, said)
        return comment

    def _pseudonym(self, person: str) -> str:
        """Return a name that says only which comments are one person's."""
        return salted_hmac("feedback.person", f"{self.source}\x1f{person}").hexdigest() if person.strip() else ""

    def _count(self, comment: Comment, said: Said) -> None:
        receipt = self.receipt
        receipt.imported += 1
        receipt.set_aside += comment.state == State.UNUSABLE
        receipt.masked += comment.pii_state == PiiState.MASKED
        receipt.undated += said.said_on is None
        if len(receipt.preview) < PREVIEW:
            receipt.preview.append(f"{comment.said_on} {comment.grade or '-'} {comment.redacted_text[:100]!r}")


FORMAT_NAMES = ("auto", *NAMES)
