"""Addresses of 共同開発, 承諾願 and 預かり型."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kuramori.outside.late import late

joint = late("kuramori.work.partners.views.joint")
moulds = late("kuramori.work.partners.views.moulds")
onward = late("kuramori.work.partners.views.onward")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", joint.projects, name="joint"),
    path("new/", joint.new, name="new_project"),
    path("onward/", onward.onwards, name="onwards"),
    path("onward/new/", onward.new, name="new_onward"),
    path("onward/<uuid:id>/", onward.onward, name="onward"),
    path("onward/<uuid:id>/answer/", onward.answer, name="answer_onward"),
    path("onward/<uuid:id>/link/", onward.send, name="send_onward"),
    path("onward/<uuid:id>/withdraw/", onward.withdraw, name="withdraw_onward"),
    path("onward/<uuid:id>/letter/<slug:form>/", onward.letter, name="onward_letter"),
    path("moulds/", moulds.moulds, name="moulds"),
    path("moulds/list/<slug:form>/", moulds.mould_list, name="mould_list"),
    path("moulds/new/", moulds.new, name="new_mould"),
    path("moulds/<uuid:id>/", moulds.mould, name="mould"),
    path("moulds/<uuid:id>/change/", moulds.change, name="change_mould"),
    path("moulds/<uuid:id>/ask/", moulds.ask, name="ask_mould"),
    path("moulds/<uuid:id>/end/", moulds.end, name="end_mould"),
    path("moulds/<uuid:id>/talk/", moulds.talk, name="talk_mould"),
    path("brought/<uuid:id>/confirm/", joint.confirm, name="confirm_brought"),
    path("brought/<uuid:id>/strike/", joint.strike, name="strike_brought"),
    path("<uuid:id>/", joint.project, name="project"),
    path("<uuid:id>/change/", joint.change, name="change_project"),
    path("<uuid:id>/bring/", joint.bring, name="bring_in"),
    path("<uuid:id>/minutes/", joint.minutes, name="keep_minutes"),
    path("<uuid:id>/paper/<slug:form>/", joint.paper, name="project_paper"),
]
