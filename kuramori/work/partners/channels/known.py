"""What was applied of a channel, read from its rows, as `rules.statements.receiving` asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kuramori.work.partners.models import Channel, Told, Way


@dataclass(frozen=True, slots=True)
class KnownHere:
    """A view on a locked channel. Nothing is kept in it."""

    channel: Channel

    @property
    def sender(self) -> str:
        return self.channel.peer

    @property
    def recipient(self) -> str:
        return self.channel.ours

    @property
    def applied(self) -> int:
        return self.channel.applied

    def digest_of(self, sequence: int) -> str:
        """The digest of an applied statement."""
        return str(self._applied().values_list("digest", flat=True).get(sequence=sequence))

    def sequence_of(self, statement_id: UUID) -> int | None:
        """The number under which a statement with this id was applied."""
        found: int | None = (
            self._applied().filter(statement_id=statement_id).values_list("sequence", flat=True).first()
        )
        return found

    def _applied(self):  # type: ignore[no-untyped-def]
        return Told.objects.filter(channel=self.channel, way=Way.ARRIVED, applied_at__isnull=False)
