"""`kuramori trail witness`: who holds our log outside, our own key as a witness, checkpoints of others, alarms."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kuramori.site.cli import CannotRun
from kuramori.site.cli.records import open_records
from kuramori.site.cli.words import say

if TYPE_CHECKING:
    from kuramori.ground.trail.anchors.standing import Place
    from kuramori.ground.trail.rollback import Asked

# What the short words of an errand mean, and what to do.
WORDS = {
    "setting": ("kuramori.toml の書き方が正しくありません", "kuramori.toml is wrong here"),
    "unreachable": ("つながりません", "it cannot be reached"),
    "slow": ("返事に時間がかかりすぎます", "it takes too long to answer"),
    "certificate": ("相手の証明書を確かめられません", "its certificate is not accepted"),
    "answer": ("返事の形が正しくありません", "its answer is malformed"),
    "unknown": ("相手の設定に、この記録がありません", "it does not know our log"),
    "key": ("鍵やパスワードが合いません", "the keys or passwords do not match"),
    "busy": ("相手が混んでいます。次の分にもう一度頼みます", "it is busy; asked again next minute"),
    "signature": ("署名が正しくありません", "the signature is wrong"),
    "clock": ("時計がずれています", "the clocks are apart"),
    "refused": ("発行を断られました", "it refused"),
    "folder": ("フォルダーがないか、書き込めません", "the folder is missing or cannot be written"),
    "foreign": ("ほかの記録の控えが入っています", "it holds copies of another log"),
    "bucket": ("バケットがありません", "there is no such bucket"),
    "lock": ("バケットが Object Lock を使えません", "the bucket has no object lock"),
    "forked": ("控えが食い違いました", "the checkpoints do not fit"),
}


def add_parser(verbs: argparse._SubParsersAction[Any]) -> None:
    """`trail witness [--key | --check FILE | --now | --settle NUMBER… --why TEXT] [--data DIR] [--json]`."""
    parser = verbs.add_parser(
        "witness", help=say("外への固定のようすを見る、立会人になる", "how far the log is fixed outside")
    )
    parser.add_argument(
        "--data", default="data", help=say("記録の保存先(初めは ./data)", "folder for records")
    )
    parser.add_argument("--json", action="store_true", help=say("JSON で出す", "print JSON"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--key", action="store_true", help=say("立会人としての鍵を出す", "print our key as a witness")
    )
    what.add_argument(
        "--check",
        metavar="FILE",
        help=say(
            "受け取った控え(checkpoint)が記録と合うか確かめる", "hold a checkpoint against what is known"
        ),
    )
    what.add_argument(
        "--now", action="store_true", help=say("待たずに、いま固定する", "fix the log outside at once")
    )
    what.add_argument(
        "--settle",
        type=int,
        nargs="+",
        metavar="NUMBER",
        help=say("食い違いの知らせを下げる(証拠は残る)", "take an alarm down; the evidence stays"),
    )
    what.add_argument(
        "--state-rollback",
        action="store_true",
        help=say(
            "古い写しから戻したことを、署名して述べる", "state, signed, that an old backup was put back"
        ),
    )
    what.add_argument(
        "--accept-rollback",
        metavar="FILE",
        help=say(
            "立会人として、相手の記録が古い写しに戻ったことを認める",
            "as a witness, accept that a log went back",
        ),
    )
    parser.add_argument(
        "--why",
        default="",
        metavar="TEXT",
        help=say(
            "理由(知らせを下げる、戻したと述べる、認めるとき)",
            "why: taking an alarm down, stating or accepting a rollback",
        ),
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 where nothing speaks against the log; 1 for an open alarm or a checkpoint that does not fit."""
    named = args.check or args.accept_rollback
    text = _read(named) if named else ""
    open_records(args.data)
    if args.key:
        return _key(args)
    if args.check:
        return _check(args, text)
    if args.settle:
        return _settle(args)
    if args.state_rollback:
        return _state_rollback(args)
    if args.accept_rollback:
        return _accept_rollback(args, text)
    if args.now:
        from kuramori.ground.trail.anchors import mirror, stamping, witness

        witness.ask_all(at_once=True)
        stamping.stamp_today(at_once=True)
        mirror.copy_all(at_once=True)
    return _standing(args)


def _key(args: argparse.Namespace) -> int:
    from kuramori.ground.trail import keys

    key = keys.witness_signer().verifier.text
    print(json.dumps({"key": key}) if args.json else key)
    return 0


def _check(args: argparse.Namespace, text: str) -> int:
    from kuramori.ground.trail import fork
    from kuramori.rules.notes import NoteUnreadable, SignatureWrong

    try:
        told = fork.check_note(text, source=Path(args.check).name)
    except NoteUnreadable:
        print(
            say(f"{args.check} は控えの形ではありません。", f"{args.check} is no checkpoint."),
            file=sys.stderr,
        )
        return 1
    except SignatureWrong:
        print(
            say(
                f"{args.check} の署名は、この記録の鍵のものではありません。",
                "It is not signed by the log's key.",
            ),
            file=sys.stderr,
        )
        return 1
    if args.json:
        print(json.dumps({"origin": told.origin, "size": told.size, "fits": told.fits}))
    elif told.fits is None:
        raise CannotRun(
            say(
                f"{told.origin} の {told.size}件の控えは、ここでは比べられません(知らない記録か、違う件数です)。",
                f"The checkpoint of {told.origin} at {told.size} cannot be compared here.",
            )
        )
    elif told.fits:
        print(
            say(
                f"✓ {told.size}件までの控えは、記録と合っています。", f"✓ It fits, up to {told.size} entries."
            )
        )
    else:
        print(
            say(
                f"✕ {told.size}件の控えが、記録と合いません。両方を証拠として残しました。",
                f"✕ The checkpoint of {told.size} entries does not fit. Both are kept as evidence.",
            )
        )
    return {True: 0, False: 1, None: 2}[told.fits]


def _settle(args: argparse.Namespace) -> int:
    from kuramori.ground.trail import fork

    try:
        fork.settle_all(args.settle, _why(args))
    except fork.WhyMissing as error:
        raise CannotRun(_say_why()) from error
    except fork.ForkUnknown as unknown:
        number = unknown.args[0]
        print(
            say(
                f"{number}番の知らせはありません。何も変えていません。",
                f"There is no alarm {number}. Nothing was changed.",
            ),
            file=sys.stderr,
        )
        return 1
    print(say("知らせを下げました。証拠は残っています。", "Taken down; the evidence stays."))
    return 0


def _state_rollback(args: argparse.Namespace) -> int:
    from kuramori.ground.trail import fork, rollback

    try:
        statement = rollback.state(_why(args))
    except fork.WhyMissing as error:
        raise CannotRun(_say_why()) from error
    print(json.dumps({"statement": statement}, ensure_ascii=False) if args.json else statement, end="")
    return 0


def _accept_rollback(args: argparse.Namespace, text: str) -> int:
    from kuramori.ground.trail import fork, rollback
    from kuramori.rules.notes import NoteUnreadable, SignatureWrong

    try:
        if not args.why.strip():
            return _show_rollback(rollback.asked(text))
        found = rollback.accept(text, _why(args))
    except fork.WhyMissing as error:
        raise CannotRun(_say_why()) from error
    except (NoteUnreadable, SignatureWrong, rollback.LogUnknown, rollback.AcceptedBefore) as error:
        why = {
            NoteUnreadable: (
                "--state-rollback が出した文ではありません",
                "it is not what --state-rollback prints",
            ),
            SignatureWrong: ("その記録の鍵の署名ではありません", "it is not signed by the log's key"),
            rollback.LogUnknown: ("立ち会っていない記録です", "we are no witness of this log"),
            rollback.AcceptedBefore: ("前に認めたものです", "it was accepted before"),
        }[type(error)]
        print(
            say(
                f"{args.accept_rollback}: {why[0]}。何も変えていません。",
                f"{args.accept_rollback}: {why[1]}. Nothing was changed.",
            ),
            file=sys.stderr,
        )
        return 1
    told = {"origin": found.origin, "size": found.size, "why": found.why}
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(
            say(
                f"✓ {found.origin} を、{found.size}件から改めて連署します。前の控えは証拠として残りました。",
                f"✓ {found.origin} is cosigned from {found.size} entries on. What we held before stays as evidence.",
            )
        )
    return 0


def _show_rollback(asked: Asked) -> int:
    """What somebody is about to accept; they have to say why, so nothing is accepted yet."""
    from kuramori.outside import clock

    stated, held = asked.rollback, asked.held_at
    at = f"{held.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}" if held else "—"
    print(
        say(
            f"{stated.origin} は、記録が古い写しに戻ったと述べています。理由:「{stated.why}」\n"
            f"  こちらは {asked.held}件まで連署しました({at})。認めると、{stated.size}件から改めて連署します。\n"
            "  相手の運用者に、電話などで確かめてください。まだ何も変えていません。\n"
            "  認めるときは、--why に理由を書いて、もう一度動かします。",
            f"{stated.origin} states that its log went back to an older copy: “{stated.why}”\n"
            f"  We cosigned up to {asked.held} entries ({at}); accepted, we go on from {stated.size}.\n"
            "  Ask its operator by telephone. Nothing was changed yet.\n"
            "  To accept, say why with --why.",
        ),
        file=sys.stderr,
    )
    return 2


def _why(args: argparse.Namespace) -> str:
    # In a locale that knows no Japanese the words come as single bytes.
    return os.fsencode(args.why).decode("utf-8", "replace")


def _say_why() -> str:
    return say("--why に理由を書いてください(400字まで)。", "Say why by --why (up to 400 characters).")


def _standing(args: argparse.Namespace) -> int:
    from kuramori.ground.trail import fork
    from kuramori.ground.trail.anchors.standing import places
    from kuramori.ground.trail.anchors.until import anchored_until

    anchored, found, alarms = anchored_until(), places(), fork.alarms()
    if args.json:
        told = {
            "until": anchored.until.isoformat() if anchored.until else None,
            "size": anchored.size,
            "entries": anchored.total,
            "places": [
                {
                    "kind": one.kind,
                    "name": one.name,
                    "size": one.size,
                    "at": one.done_at.isoformat() if one.done_at else None,
                    "trouble": one.trouble or None,
                }
                for one in found
            ],
            "alarms": [
                {"number": one.id, "origin": one.origin, "how": one.how, "at": one.found_at.isoformat()}
                for one in alarms
            ],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 1 if alarms else 0
    _print_until(anchored.until, anchored.size, anchored.total)
    for one in found:
        _print_place(one)
    for alarm in alarms:
        print(f"✕ {alarm.id}: {alarm.told} ({alarm.origin}{' ← ' + alarm.source if alarm.source else ''})")
    ours = [str(alarm.id) for alarm in alarms if alarm.is_ours]
    if ours:
        print(_if_restored(" ".join(ours)))
    return 1 if alarms else 0


def _if_restored(numbers: str) -> str:
    return say(
        "    → 古い写しから戻したのなら、--state-rollback --why 理由 で述べて、立会人の運用者に送ります。\n"
        "      覚えがなければ、記録を止めたり消したりせず、先に写しを取ります。\n"
        f"      わけが分かったら --settle {numbers} --why 理由",
        "    → If an old backup was put back: --state-rollback --why WHY, and send it to the witness's operator.\n"
        f"      If not: make a copy before anything else. Once you know why: --settle {numbers} --why WHY",
    )


def _print_until(until: Any, size: int, total: int) -> None:
    from kuramori.outside import clock

    if until is None:
        print(
            say(
                f"証跡 {total}件は、まだ外部に固定していません。kuramori.toml に立会人などを書くと固定できます。",
                f"{total} entries, not fixed outside yet; name a witness in kuramori.toml.",
            )
        )
        return
    at = f"{until.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    print(
        say(
            f"{at} まで外部に固定済み({total}件のうち {size}件)",
            f"Fixed outside up to {at} ({size} of {total} entries)",
        )
    )


def _print_place(one: Place) -> None:
    from kuramori.outside import clock

    kind = {
        "witness": say("立会人", "witness"),
        "timestamp": say("タイムスタンプ", "time-stamp"),
        "mirror": say("控えの置き場", "mirror"),
    }[one.kind]
    at = f"{one.done_at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}" if one.done_at else say("まだ", "not yet")
    print(f"{'△' if one.trouble or one.ends_soon else '✓'} {kind} {one.name}  {at}  {one.size}")
    if one.trouble:
        print(f"    → {say(*WORDS.get(one.trouble, (one.trouble, one.trouble)))}")
    if one.ends_soon:
        print(
            say(
                "    → タイムスタンプ局の証明書がまもなく切れます。新しいタイムスタンプが付くようにしてください。",
                "    → The authority's certificate ends soon; see to it that newer time-stamps come.",
            )
        )


def _read(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(say(f"{name} を読めません。", f"Cannot read {name}.")) from error
