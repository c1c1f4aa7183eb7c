"""What each permission lets one do, as an office worker says it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.roles import ELEVATED, Can

GROUPS = {
    "people": _("人と組織"),
    "trail": _("証跡とファイル"),
    "papers": _("証跡とファイル"),
    "post": _("人と組織"),
    "contacts": _("取引先"),
    "places": _("保管場所"),
    "ledger": _("情報管理台帳"),
    "partners": _("約束と提供"),
    "requests": _("お願いと回答"),
    "checks:sheet": _("自己チェック"),
    "checks:plan": _("改善計画"),
    "reports": _("報告書"),
}

WORDS = {
    Can.ORGANISATION_CHANGE: _("組織の設定を変える"),
    Can.PEOPLE_READ: _("名簿を見る"),
    Can.PEOPLE_INVITE: _("人を招く"),
    Can.PEOPLE_CHANGE: _("役割や最後の日を変える"),
    Can.PEOPLE_EXPORT: _("名簿をまるごと受け取る"),
    Can.TOKEN_ISSUE: _("API の鍵を作る・止める"),
    Can.KEY_ROTATE: _("組織の署名の鍵を新しくする"),
    Can.TRAIL_READ: _("証跡を読む"),
    Can.TRAIL_EXPORT: _("証跡をまるごと受け取る"),
    Can.TRAIL_ERASE: _("証跡から個人の項目を消す"),
    Can.HOLD_CHANGE: _("消してはいけないものを決める・解く"),
    Can.POST_READ: _("送ったメールの様子を見る"),
    Can.POST_SEND: _("メールをもう一度送る"),
    Can.FILE_READ: _("預けたファイルを受け取る"),
    Can.PARTNER_READ: _("取引先を見る"),
    Can.PARTNER_CHANGE: _("取引先を書き足す・直す"),
    Can.PLACE_READ: _("保管場所を見る"),
    Can.PLACE_CHANGE: _("保管場所と区域を決める"),
    Can.KEY_LEND: _("鍵を渡す・受け取る"),
    Can.VISIT_ANNOUNCE: _("来訪を知らせておく"),
    Can.VISIT_RECEIVE: _("来訪者を迎える・見送る"),
    Can.DEVICE_CHANGE: _("端末・媒体・ソフトを書き足す・直す"),
    Can.TAKE_OUT_ASK: _("持出しを願い出る・返す"),
    Can.TAKE_OUT_APPROVE: _("持出しを許す"),
    Can.CLOUD_REVIEW: _("クラウドの約束を確かめる"),
    Can.ASSET_READ: _("台帳を見る（極秘の名前は伏せる）"),
    Can.ASSET_READ_TOP: _("極秘の名前と中身も見る"),
    Can.ASSET_PROPOSE: _("守るべき情報を提案する"),
    Can.ASSET_ADMIT: _("提案を台帳に登録する"),
    Can.ASSET_CHANGE: _("台帳の内容を直す"),
    Can.ASSET_RECLASSIFY: _("秘密区分・共有区分を変える"),
    Can.ASSET_GRANT: _("アクセスできる人を決める"),
    Can.ASSET_REVIEW: _("見直しをする"),
    Can.ASSET_DISPOSE: _("手放す・廃棄する"),
    Can.ASSET_EXPORT: _("台帳をまるごと受け取る"),
    Can.ASSET_IMPORT: _("台帳へ Excel から入れる"),
    Can.ASSET_LABEL: _("識別表示を付ける・印刷する"),
    Can.ROUND_WALK: _("棚卸し・点検に回る"),
    Can.SCAN_RUN: _("フォルダーの秘密をさがす"),
    Can.FINDING_JUDGE: _("見つかったものを判断する"),
    Can.AGREEMENT_READ: _("秘密保持契約を見る"),
    Can.AGREEMENT_CHANGE: _("秘密保持契約を書き足す・直す"),
    Can.AGREEMENT_CONCLUDE: _("秘密保持契約の締結を記録する"),
    Can.ASSURANCE_RECORD: _("取引先の確認の段階を記録する"),
    Can.SHARING_ASK: _("渡してよいかを確かめる"),
    Can.SHARING_APPROVE: _("例外として渡すことを許す"),
    Can.POLICY_CHANGE: _("共有の決まりを変える"),
    Can.HAND_OVER_READ: _("提供の記録を見る"),
    Can.HAND_OVER_MAKE: _("取引先へ渡す"),
    Can.HAND_OVER_STOP: _("提供を取りやめる"),
    Can.TAKE_BACK: _("返還・廃棄を頼む・記録する"),
    Can.CHANNEL_OPEN: _("取引先の蔵守とつなぐ"),
    Can.REQUEST_READ: _("確認のお願いを見る"),
    Can.REQUEST_MAKE: _("確認のお願いを作る"),
    Can.REQUEST_APPROVE: _("確認のお願いを承認して送る"),
    Can.PROFILE_CHANGE: _("求める水準と区分けを決める"),
    Can.REPLY_READ: _("取引先の回答を読む"),
    Can.REPLY_TAKE: _("取引先の回答を取り込む"),
    Can.REPLY_GIVE: _("お客様からのお願いに答える"),
    Can.REPLY_APPROVE: _("お客様への回答を承認して出す"),
    Can.GAP_CHANGE: _("ギャップを相談する・進める"),
    Can.CONSULT: _("価格・費用の協議を記録する"),
    Can.PROMISE_CHANGE: _("お客様への約束を記録する"),
    Can.SHEET_READ: _("自己チェックを見る"),
    Can.SHEET_BEGIN: _("自己チェックを始める"),
    Can.SHEET_ANSWER: _("どの問にも答える"),
    Can.SHEET_ANSWER_DELEGATED: _("頼まれた問に答える"),
    Can.SHEET_DELEGATE: _("問を人に頼む"),
    Can.SHEET_FINALISE: _("自己チェックを確定する"),
    Can.PLAN_READ: _("改善計画を見る"),
    Can.PLAN_CHANGE: _("改善計画を立てる・直す"),
    Can.PLAN_FINISH: _("自分の計画を済みにする"),
    Can.REPORT_MAKE: _("報告書を受け取る"),
    Can.REPORT_SHARE: _("自己チェックの結果を社外の方に見せる"),
}


def group_of(can: Can) -> str:
    """The heading under which this permission stands."""
    room, thing, _verb = can.value.split(":")
    return str(GROUPS.get(f"{room}:{thing}") or GROUPS[room])


def grouped(offered: Collection[Can]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The permissions offered, as choices under their headings, in the order of `Can`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for can in Can:
        if can in offered:
            word = _("%(can)s（管理の操作）") % {"can": WORDS[can]} if can in ELEVATED else WORDS[can]
            groups.setdefault(group_of(can), []).append((can.value, str(word)))
    return list(groups.items())
