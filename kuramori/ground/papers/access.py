"""The door to files."""

from __future__ import annotations

import uuid

from django.http import Http404

from kuramori.ground.papers.models import File
from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can


def file_for(actor: Actor, file_id: uuid.UUID) -> File:
    """One file of the actor's organisation, for those who may read files."""
    file = File.objects.filter(pk=file_id).first()
    if file is None:
        raise Http404
    actor.require(Can.FILE_READ)
    return file
