"""Reasons and openings in words. No layer and no level is ever told as a letter with a number."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kuramori.rules.sharing.decision import Decision, Opening, Reason, Value
from kuramori.rules.sharing.policy import Addition, Policy, Words

LEVEL_NAMES: Final = (
    Words("確認なし", "no assurance"),
    Words("自己申告", "self-declared"),
    Words("根拠つき自己確認", "self-checked with evidence"),
    Words("専門家確認", "confirmed by an expert"),
    Words("第三者認証", "certified by a third party"),
)

OUTCOMES: Final = {
    "ALLOW": Words("渡せます。", "It may be handed over."),
    "ALLOW_WITH": Words("条件を守れば渡せます。", "It may be handed over under conditions."),
    "ESCALATE": Words("承認を得るまで渡せません。", "It may not be handed over until approved."),
    "DENY": Words("渡せません。", "It may not be handed over."),
}

REASONS: Final = {
    "layer-open": Words("「通常でも共有」の情報です。", "The item is open to normal sharing."),
    "layer-never": Words(
        "「共有しない」と決めた情報です。例外はありません。",
        "The item is not shared with anybody. There is no exception.",
    ),
    "covered": Words(
        "この情報・目的・相手の人を含む、有効な秘密保持契約があります。",
        "A valid agreement covers this item, purpose and person.",
    ),
    "no-agreement": Words(
        "「NDAがあれば共有」の情報ですが、秘密保持契約がありません。",
        "The item needs a confidentiality agreement, and there is none.",
    ),
    "not-begun": Words("契約が始まるのは{value}です。", "The agreement begins on {value}."),
    "ended": Words("契約は{value}で終わっています。", "The agreement ended on {value}."),
    "secrecy-ended": Words(
        "契約で秘密を守る期間が{value}で終わっています。",
        "The period of secrecy under the agreement ended on {value}.",
    ),
    "item-not-covered": Words(
        "この情報は、契約の対象に入っていません。", "The agreement does not cover this item."
    ),
    "purpose-not-covered": Words(
        "この目的は、契約の目的に入っていません。", "The agreement does not cover this purpose."
    ),
    "person-not-covered": Words(
        "渡す相手の人は、契約で受け取れる人に入っていません。",
        "The agreement does not cover this person.",
    ),
    "consent-missing": Words(
        "直接の取引先の先（{value}次）に渡すには、持ち主の書面の承諾が要ります。",
        "Handing over to tier {value} needs the owner's written consent.",
    ),
    "level": Words("相手の確認の段階は「{value}」です。", "The recipient is {value}."),
    "aged": Words(
        "{value}に「{other}」と確かめてから時間がたち、低く数えます。",
        "It was found to be {other} on {value}; it counts less by now.",
    ),
    "gaps": Words(
        "重大なギャップが{value}件残っているため、低く数えます。",
        "With critical gaps still open ({value}), it counts less.",
    ),
    "tier": Words(
        "直接の取引先の先（{value}次）のため、低く数えます。",
        "Being tier {value}, it counts less.",
    ),
    "counts-as": Words("合わせて「{value}」と数えます。", "Altogether it counts as {value}."),
    "counts-below": Words(
        "合わせて「確認なし」に届きません。", "Altogether it counts as less than no assurance."
    ),
    "required": Words(
        "この情報は、相手に「{value}」以上を求めています。",
        "The item asks for a recipient who is at least {value}.",
    ),
}

OPENINGS: Final = {
    "layer": Words(
        "経営者が、理由と2人目の確認を添えて共有区分を変えれば、改めて判断できます。",
        "It can be decided anew once the owner changed the layer, with a reason and a second person.",
    ),
    "agreement": Words(
        "この情報・目的・相手の人を含む秘密保持契約を結ぶ。",
        "Conclude an agreement that covers this item, purpose and person.",
    ),
    "agreement-begins": Words("契約が始まる{value}まで待つ。", "Wait until the agreement begins on {value}."),
    "agreement-renewed": Words("契約を更新する。", "Renew the agreement."),
    "secrecy-renewed": Words("秘密を守る期間を延ばす。", "Prolong the period of secrecy."),
    "agreement-item": Words("契約の対象に、この情報を加える。", "Add this item to the agreement."),
    "agreement-purpose": Words("契約の目的に、この目的を加える。", "Add this purpose to the agreement."),
    "agreement-person": Words(
        "契約で受け取れる人に、相手の人を加える。", "Add this person to the agreement."
    ),
    "consent": Words("持ち主から書面の承諾を得る。", "Obtain the owner's written consent."),
    "gaps": Words("残っている重大なギャップを片づける。", "Close the critical gaps."),
    "assurance": Words(
        "相手の確認の段階を、情報管理とITの両方で「{value}」以上にする（新しい確認で）。そこまでの改善計画を相手と立てられます。",
        "Have the recipient found to be at least {value}, on both axes, by a recent assurance; "
        "a plan to get there can be made together.",
    ),
    "assurance-instead": Words(
        "相手の確認の段階が、情報管理とITの両方で「{value}」以上（新しい確認）になれば、承認は要りません。",
        "No approval is needed once the recipient is {value}, on both axes, by a recent assurance.",
    ),
    "approval": Words("{value}が、期限を決めて認める。", "{value} approves it for a limited time."),
    "not-at-all": Words(
        "この位置の取引先へ渡す道は、いまの決まりにはありません。",
        "The policy has no way to hand it over to a recipient of this tier.",
    ),
}
_LEVELLED: Final = {"level", "counts-as", "required", "assurance", "assurance-instead"}


def reason_sentence(policy: Policy, reason: Reason, lang: str = "ja") -> str:
    """Why, in Japanese ("ja") or English (anything else)."""
    if reason.code == "addition":
        return _addition(policy, reason.value).reason.of(lang)
    value, other = _written(reason.code, reason.value, lang), reason.other
    level = LEVEL_NAMES[other].of(lang) if isinstance(other, int) else ""
    return REASONS[reason.code].of(lang).format(value=value, other=level)


def opening_sentence(policy: Policy, opening: Opening, lang: str = "ja") -> str:
    """What to do, in Japanese ("ja") or English (anything else)."""
    if opening.code == "addition":
        found = _addition(policy, opening.value)
        return (found.opens or found.reason).of(lang)
    if opening.code == "approval":
        return OPENINGS["approval"].of(lang).format(value=policy.people[str(opening.value)].of(lang))
    return OPENINGS[opening.code].of(lang).format(value=_written(opening.code, opening.value, lang))


def told(policy: Policy, decision: Decision, lang: str = "ja") -> dict[str, Any]:
    """The form of `kuramori decide --json`. The policy is the one that decided."""
    return {
        "outcome": str(decision.outcome),
        "conditions": list(decision.conditions),
        "reasons": [reason_sentence(policy, one, lang) for one in decision.reasons],
        "opens": [opening_sentence(policy, one, lang) for one in decision.opens],
        "rule": decision.rule,
        "version": policy.edition,
    }


def _addition(policy: Policy, addition_id: Value) -> Addition:
    return next(row for row in policy.additions if row.id == addition_id)


def _written(code: str, value: Value, lang: str) -> str:
    if code in _LEVELLED and isinstance(value, int):
        return LEVEL_NAMES[value].of(lang)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "ja" else value.isoformat()
    return "" if value is None else str(value)
