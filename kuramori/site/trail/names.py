"""What the trail calls the works of the queue, which lies below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.jobs.models import Job
from kuramori.ground.people.named import day_of, rows_of
from kuramori.ground.trail.naming import register

register("job", _("裏方の仕事"), rows_of(Job, lambda row: f"{row.kind} {day_of(row.queued_at)}"))
