"""The organisation's settings, its departments, and its API tokens."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kuramori.ground.people import access, read, second_step_asked
from kuramori.ground.people.addresses import url_for
from kuramori.ground.people.asking import ActingRequest
from kuramori.ground.people.departments import (
    AlreadyClosed,
    NameTaken,
    StillHasPeople,
    WasUsed,
    close_department,
    open_department,
    remove_department,
    rename_department,
)
from kuramori.ground.people.forms import Company, DepartmentName, NewToken
from kuramori.ground.people.roles import Can
from kuramori.ground.people.settle import change_organisation
from kuramori.ground.people.tokens import LastsTooLong, issue, revoke
from kuramori.ground.trail.holds import UnderHold
from kuramori.outside import clock


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: ActingRequest) -> HttpResponse:
    """Name, kinds, headcount, departments."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    here = request.actor.organisation
    form = Company(
        request.POST or None, initial={"name": here.name, "kinds": here.kinds, "headcount": here.headcount}
    )
    if request.method == "POST" and form.is_valid():
        change_organisation(request.actor, **form.cleaned_data)
        messages.success(request, _("組織の設定を変えました。"))
        return redirect(url_for(request.actor, "people:organisation"))
    context = {
        "form": form,
        "departments": read.departments(),
        "department_form": DepartmentName(),
        "second_step_since": here.second_step_asked_at,
        "without_second_step": len(second_step_asked.without_second_step()),
    }
    return render(request, "people/organisation.html", context)


@require_POST
def ask_second_step(request: ActingRequest) -> HttpResponse:
    """「管理する人には二段階の確認を求める」, on or off."""
    is_asked = request.POST.get("ask") == "on"
    try:
        second_step_asked.ask_second_step(request.actor, is_asked=is_asked)
    except second_step_asked.OwnStepMissing:
        messages.error(
            request,
            _(
                "先に、ご自分の二段階の確認を「ログインと安全」で用意してください。いまのままでは、ご自分が管理の操作をできなくなります。何も変えていません。"
            ),
        )
        return redirect(url_for(request.actor, "people:organisation"))
    if is_asked:
        messages.success(request, _("これからは、管理する人に二段階の確認を求めます。"))
    else:
        messages.success(request, _("管理する人に二段階の確認を求めるのを、やめました。"))
    return redirect(url_for(request.actor, "people:organisation"))


@require_POST
def department(request: ActingRequest) -> HttpResponse:
    """Add a department."""
    request.actor.require(Can.ORGANISATION_CHANGE)
    form = DepartmentName(request.POST)
    if form.is_valid():
        open_department(request.actor, name=form.cleaned_data["name"].strip())
        messages.success(request, _("部門を足しました。"))
    else:
        messages.error(request, _("部門の名前が空か、60文字を超えています。何も足していません。"))
    return redirect(url_for(request.actor, "people:organisation"))


@require_POST
def rename(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """From today another name."""
    found = access.department_for(request.actor, id, Can.PEOPLE_CHANGE)
    form = DepartmentName(request.POST)
    if form.is_valid():
        try:
            rename_department(request.actor, found, name=form.cleaned_data["name"].strip())
        except NameTaken:
            messages.error(request, _("その名前の部門が、もうあります。何も変わっていません。"))
        except AlreadyClosed:
            messages.error(request, _("この部門は、もう終わっています。"))
        else:
            messages.success(request, _("部門の名前を変えました。昨日までの名前も、記録に残ります。"))
    else:
        messages.error(request, _("部門の名前が空か、60文字を超えています。何も変わっていません。"))
    return redirect(url_for(request.actor, "people:organisation"))


@require_POST
def close(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Today is its last day."""
    found = access.department_for(request.actor, id, Can.PEOPLE_CHANGE)
    try:
        close_department(request.actor, found, until_on=clock.today())
    except StillHasPeople:
        messages.error(request, _("この部門には、まだ人がいます。先に別の部門へ移してください。"))
    except AlreadyClosed:
        messages.error(request, _("この部門は、もう終わっています。"))
    else:
        messages.success(request, _("部門を今日までとしました。これまでの記録は残ります。"))
    return redirect(url_for(request.actor, "people:organisation"))


@require_POST
def remove(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Opened by mistake, and used by nobody."""
    found = access.department_for(request.actor, id, Can.PEOPLE_CHANGE)
    try:
        remove_department(request.actor, found)
    except WasUsed:
        messages.error(
            request, _("この部門は使われたことがあるので、消せません。今日で終わりにしてください。")
        )
    except UnderHold:
        messages.error(request, _("「消してはいけないもの」に入っているので、残してあります。"))
    else:
        messages.success(request, _("部門を消しました。消したことは証跡に残っています。"))
    return redirect(url_for(request.actor, "people:organisation"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: ActingRequest) -> HttpResponse:
    """API tokens: the list, and a new one whose secret is shown once."""
    request.actor.require_to_see(Can.TOKEN_ISSUE)
    form = NewToken(request.POST or None, actor=request.actor)
    issued = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue(request.actor, **form.cleaned_data)
        except LastsTooLong:
            form.add_error(
                "expires_on", _("今日から1年以内（管理の操作を含む鍵は31日以内）の日にしてください。")
            )
        else:
            form = NewToken(actor=request.actor)
    context = {"form": form, "issued": issued, "tokens": read.tokens()}
    return render(request, "people/tokens.html", context)


@require_POST
def token_revoke(request: ActingRequest, id: uuid.UUID) -> HttpResponse:
    """Stop a token at once."""
    revoke(request.actor, access.token_for(request.actor, id))
    messages.success(request, _("鍵を止めました。この鍵では、もう何もできません。"))
    return redirect(url_for(request.actor, "people:tokens"))
