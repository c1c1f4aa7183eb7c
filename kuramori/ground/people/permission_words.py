"""What each permission lets one do, as an office worker says it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kuramori.ground.people.roles import Can

WORDS = {
    Can.ORGANISATION_CHANGE: _("組織の設定を変える"),
    Can.PEOPLE_READ: _("名簿を見る"),
    Can.PEOPLE_INVITE: _("人を招く"),
    Can.PEOPLE_CHANGE: _("役割や最後の日を変える"),
    Can.TOKEN_ISSUE: _("API の鍵を作る・止める"),
    Can.TRAIL_READ: _("証跡を読む"),
    Can.FILE_READ: _("預けたファイルを受け取る"),
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
}
