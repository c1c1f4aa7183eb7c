"""What the addresses of ledger promise."""

from __future__ import annotations

from kuramori.ground.people.actor import Actor
from kuramori.ground.people.roles import Can
from kuramori.outside import clock
from kuramori.work.ledger import exporting_long, life, rounds, saved_views, tasks_of
from kuramori.work.ledger.granting import Subject, grant
from kuramori.work.ledger.importing import draft as importing
from kuramori.work.ledger.importing.look import look
from kuramori.work.ledger.loosening import ask_loosening
from kuramori.work.ledger.models import Asset, Grant, Layer, PriorKind, RoundKind, Stop
from kuramori.work.ledger.prior_use import PriorWanted, add_prior
from kuramori.work.ledger.tests import making, scanned
from tests.cast import Cast
from tests.house.promises import Door, form, get, post

DOORS: dict[str, Door] = {
    "ledger:assets": get(Can.ASSET_READ),
    "ledger:new": form(Can.ASSET_PROPOSE),
    "ledger:proposals": get(Can.ASSET_READ),
    "ledger:grades": form(Can.ASSET_RECLASSIFY),
    "ledger:handling": get(Can.ASSET_READ),
    "ledger:handling_sheet": get(Can.ASSET_READ),
    "ledger:decide_handling": form(Can.ASSET_RECLASSIFY),
    "ledger:scheme": form(Can.PARTNER_CHANGE),
    "ledger:who": get(Can.ASSET_READ),
    "ledger:who_paper": get(Can.ASSET_READ),
    "ledger:who_book": get(Can.ASSET_READ),
    "ledger:end_grant": post(Can.ASSET_GRANT),
    "ledger:asset": get(Can.ASSET_READ),
    "ledger:print": get(Can.ASSET_READ),
    "ledger:change": form(Can.ASSET_CHANGE),
    "ledger:admit": post(Can.ASSET_ADMIT),
    "ledger:decline": post(Can.ASSET_ADMIT),
    "ledger:reclassify": form(Can.ASSET_RECLASSIFY),
    "ledger:loosen": form(Can.ASSET_READ),
    "ledger:confirm_loosening": post(Can.ASSET_READ),
    "ledger:withdraw_loosening": post(Can.ASSET_RECLASSIFY),
    "ledger:consent": form(Can.ASSET_RECLASSIFY),
    "ledger:grant": form(Can.ASSET_GRANT),
    "ledger:import": form(Can.ASSET_IMPORT),
    "ledger:import_template": get(Can.ASSET_IMPORT),
    "ledger:import_look": get(Can.ASSET_IMPORT),
    "ledger:import_columns": post(Can.ASSET_IMPORT),
    "ledger:import_take": post(Can.ASSET_IMPORT),
    "ledger:import_drop": post(Can.ASSET_IMPORT),
    "ledger:findings": get(Can.FINDING_JUDGE),
    "ledger:judge_finding": post(Can.FINDING_JUDGE),
    "ledger:scan_sources": form(Can.SCAN_RUN),
    "ledger:run_source": post(Can.SCAN_RUN),
    "ledger:retire_source": post(Can.SCAN_RUN),
    "ledger:scan_run": get(Can.SCAN_RUN),
    "ledger:copies": form(Can.ASSET_CHANGE),
    "ledger:retire_copy": post(Can.ASSET_CHANGE),
    "ledger:retire_term": post(Can.ASSET_CHANGE),
    "ledger:export": post(Can.ASSET_EXPORT),
    "ledger:export_job": get(Can.ASSET_EXPORT),
    "ledger:export_file": get(Can.ASSET_EXPORT),
    "ledger:grid": get(Can.ASSET_READ),
    "ledger:grid_rows": get(Can.ASSET_READ),
    "ledger:grid_save": post(Can.ASSET_READ),
    "ledger:grid_keep_view": post(Can.ASSET_READ),
    "ledger:grid_drop_view": post(Can.ASSET_CHANGE),
    "ledger:marks": form(Can.ASSET_LABEL),
    "ledger:record_mark": post(Can.ASSET_LABEL),
    "ledger:print_marks": get(Can.ASSET_LABEL),
    "ledger:read_marks": form(Can.ASSET_READ),
    "ledger:label_tenant": form(Can.ASSET_RECLASSIFY),
    "ledger:guide": get(Can.ASSET_PROPOSE),
    "ledger:first": get(Can.ASSET_ADMIT),
    "ledger:begin_first": post(Can.ASSET_ADMIT),
    "ledger:approve_first": post(Can.ASSET_ADMIT),
    "ledger:first_paper": get(Can.ASSET_ADMIT),
    "ledger:first_line": form(Can.ASSET_ADMIT),
    "ledger:review": form(Can.ASSET_READ),
    "ledger:reviews": get(Can.ASSET_READ),
    "ledger:reviews_paper": get(Can.ASSET_READ),
    "ledger:tasks": get(Can.ROUND_WALK),
    "ledger:finish_task": post(Can.ASSET_REVIEW),
    "ledger:hand_on_task": post(Can.ASSET_REVIEW),
    "ledger:round_worker": get(Can.ROUND_WALK),
    "ledger:rounds": form(Can.ROUND_WALK),
    "ledger:round": get(Can.ROUND_WALK),
    "ledger:round_type": form(Can.ROUND_WALK),
    "ledger:send_seen": post(Can.ROUND_WALK),
    "ledger:close_round": post(Can.ROUND_WALK),
    "ledger:round_paper": get(Can.ROUND_WALK),
    "ledger:stop": form(Can.ROUND_WALK),
    "ledger:copy_back": post(Can.ASSET_CHANGE),
    "ledger:withdraw_prior": post(Can.ASSET_CHANGE),
    "ledger:prior_file": get(Can.FILE_READ),
    "ledger:life": get(Can.ASSET_READ),
    "ledger:copy": post(Can.ASSET_CHANGE),
    "ledger:use": post(Can.ASSET_READ),
    "ledger:ask_out": post(Can.TAKE_OUT_ASK),
    "ledger:dispose": form(Can.ASSET_DISPOSE),
    "ledger:certificate": get(Can.ASSET_READ),
    "ledger:certificate_pack": post(Can.TRAIL_READ),
    "ledger:prior_pack": post(Can.TRAIL_READ),
    "ledger:route": form(Can.ASSET_CHANGE),
    "ledger:public": form(Can.ASSET_CHANGE),
    "ledger:prior": form(Can.ASSET_READ),
    "ledger:prior_paper": get(Can.ASSET_READ),
}
THINGS: dict[str, str] = {
    "scheme": "partner",
    "finish_task": "ledger_task",
    "hand_on_task": "ledger_task",
    "round": "ledger_round",
    "round_type": "ledger_round",
    "close_round": "ledger_round",
    "send_seen": "ledger_round",
    "round_paper": "ledger_round",
    "stop": "ledger_stop",
    "copy_back": "ledger_copy",
    "withdraw_prior": "prior_record",
    "prior_file": "prior_record",
    "life": "asset",
    "copy": "asset",
    "use": "asset",
    "ask_out": "asset",
    "dispose": "asset",
    "certificate": "asset",
    "certificate_pack": "asset",
    "prior_pack": "asset",
    "route": "asset",
    "public": "asset",
    "prior": "asset",
    "prior_paper": "asset",
    "marks": "asset",
    "record_mark": "asset",
    "print_marks": "asset",
    "grid_drop_view": "ledger_view",
    "import_look": "asset_import",
    "import_columns": "asset_import",
    "import_take": "asset_import",
    "import_drop": "asset_import",
    "export_job": "ledger_export",
    "export_file": "ledger_export",
    "judge_finding": "finding",
    "run_source": "scan_source",
    "retire_source": "scan_source",
    "scan_run": "scan_run",
    "copies": "asset",
    "retire_copy": "reference_copy",
    "retire_term": "scan_term",
    "end_grant": "asset_grant",
    "asset": "asset",
    "print": "asset",
    "change": "asset",
    "admit": "asset_proposal",
    "decline": "asset_proposal",
    "reclassify": "asset",
    "loosen": "asset",
    "confirm_loosening": "loosening",
    "withdraw_loosening": "loosening",
    "consent": "asset",
    "grant": "asset",
}
PARTS: dict[str, dict[str, object]] = {"first_line": {"line": 1}, "decide_handling": {"grade": "secret"}}


def furnish(cast: Cast, owner: Actor) -> dict[str, object]:
    """One of everything that an address of this room may name; inside the owner's scope."""
    asset = making.asset(owner, origin="received", partner=making.partner(owner))
    grant(owner, asset, Subject(), reason="社内で使う")
    proposal = making.proposal(owner, name="提案したもの")
    return {
        "asset_import": _import(owner),
        "ledger_export": exporting_long.ask_for_file(owner, lang="ja").pk,
        "ledger_view": saved_views.keep(owner, name="今月の見直し", asked="part=due", is_shared=True).pk,
        "asset": asset.pk,
        **_life(owner, asset),
        "asset_grant": Grant.objects.get(asset=asset).pk,
        "asset_proposal": proposal.pk,
        "loosening": ask_loosening(
            owner, making.asset(owner, layer="never"), Layer.NDA, reason="見積に要る"
        ).pk,
        **scanned.things(owner, asset),
    }


def _import(owner: Actor) -> object:
    """A ledger file that was read and not taken in yet."""
    draft = importing.keep(owner, "名前,何が秘密か\n配合表,比率\n".encode())
    look(owner, draft)
    return draft.pk


def _life(owner: Actor, asset: Asset) -> dict[str, object]:
    """A copy, a record of prior use, and a round with its stop and its task."""
    copy = life.make_copy(owner, asset, life.CopyWanted(to_whom="現場"))
    shows = PriorWanted(PriorKind.DRAWING, "図面", clock.today(), kept_at="書庫")
    walk = rounds.begin_round(owner, RoundKind.STOCK)
    task = tasks_of.make_task(owner, "表示を付ける", owner_id=None, due_on=clock.today())
    return {
        "ledger_copy": copy.pk,
        "prior_record": add_prior(owner, asset, shows).pk,
        "ledger_round": walk.pk,
        "ledger_stop": Stop.objects.filter(round=walk)[0].pk,
        "ledger_task": task.pk,
    }
