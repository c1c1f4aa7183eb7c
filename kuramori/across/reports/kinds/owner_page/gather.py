"""From a self-check report and a plan to the owner's page."""

from __future__ import annotations

from kuramori.across.reports.kinds.owner_page.data import Data, Ledger, Plan, Seal
from kuramori.across.reports.kinds.self_check.data import Data as SelfCheck


def gather(
    check: SelfCheck, plan: Plan | None = None, seal: Seal | None = None, ledger: Ledger | None = None
) -> Data:
    """The page. `check` is what `self_check.gather` made for the same sheet and language."""
    return Data(check, plan, ledger, seal)
