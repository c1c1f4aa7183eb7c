"""What the trail calls requests to pass on, joint developments and kept moulds: their numbers."""

from __future__ import annotations

import functools

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.named import found_in, rows_of
from kuramori.ground.people.roles import Can
from kuramori.ground.trail import finding
from kuramori.ground.trail.naming import register
from kuramori.work.partners import models

_rows = functools.partial(rows_of, can=Can.HAND_OVER_READ)

register("onward_request", _("承諾願"), _rows(models.OnwardRequest, lambda row: row.number))
register("joint_project", _("共同開発"), _rows(models.JointProject, lambda row: row.number))
register("kept_mould", _("預かり型"), _rows(models.KeptMould, lambda row: row.number))

finding.register("onward_request", found_in(models.OnwardRequest, "number", can=Can.HAND_OVER_READ))
finding.register("joint_project", found_in(models.JointProject, "number", can=Can.HAND_OVER_READ))
finding.register("kept_mould", found_in(models.KeptMould, "number", can=Can.HAND_OVER_READ))
