"""Addresses of people inside an organisation, below /o/<short name>/people/."""

from django.urls import path

from kuramori.outside.late import late

views_elevation = late("kuramori.ground.people.views_elevation")
views_import = late("kuramori.ground.people.views_import")
views_key = late("kuramori.ground.people.views_key")
views_leave = late("kuramori.ground.people.views_leave")
views_mail = late("kuramori.ground.people.views_mail")
views_person = late("kuramori.ground.people.views_person")
views_roster = late("kuramori.ground.people.views_roster")
views_settings = late("kuramori.ground.people.views_settings")
views_start = late("kuramori.ground.people.views_start")


app_name = "people"

urlpatterns = [
    path("", views_roster.roster, name="roster"),
    path("new/", views_roster.enrol_page, name="enrol"),
    path("outside/", views_roster.outside, name="outside"),
    path("import/", views_import.import_page, name="import"),
    path("import/template/", views_import.import_template, name="import_template"),
    path("import/<uuid:id>/", views_import.import_look, name="import_look"),
    path("import/<uuid:id>/take/", views_import.import_take, name="import_take"),
    path("import/<uuid:id>/drop/", views_import.import_drop, name="import_drop"),
    path("export/", views_import.export, name="export"),
    path("invite/", views_roster.invite_page, name="invite"),
    path("start/", views_start.start, name="start"),
    path("start/company/", views_start.company, name="start_company"),
    path("start/steward/", views_start.steward, name="start_steward"),
    path("start/steward/myself/", views_start.myself, name="start_myself"),
    path("start/done/", views_start.done, name="start_done"),
    path("organisation/", views_settings.organisation, name="organisation"),
    path("organisation/departments/", views_settings.department, name="department"),
    path("organisation/departments/<uuid:id>/name/", views_settings.rename, name="rename_department"),
    path("organisation/departments/<uuid:id>/remove/", views_settings.remove, name="remove_department"),
    path("organisation/departments/<uuid:id>/close/", views_settings.close, name="close_department"),
    path("elevated/", views_elevation.elevated, name="elevated"),
    path("second-step/", views_elevation.second_step, name="second_step"),
    path("organisation/second-step/", views_settings.ask_second_step, name="ask_second_step"),
    path("elevated/end/", views_elevation.end_elevation, name="end_elevation"),
    path("key/", views_key.key, name="key"),
    path("key/rotate/", views_key.rotate, name="rotate_key"),
    path("mail/", views_mail.mail, name="mail"),
    path("mail/<uuid:id>/again/", views_mail.again, name="mail_again"),
    path("tokens/", views_settings.tokens, name="tokens"),
    path("tokens/<uuid:id>/revoke/", views_settings.token_revoke, name="token_revoke"),
    path("<uuid:id>/", views_person.person, name="person"),
    path("<uuid:id>/role/", views_person.role, name="role"),
    path("<uuid:id>/line/", views_person.amend_line, name="amend"),
    path("<uuid:id>/leave/", views_leave.leave_page, name="leave"),
    path("<uuid:id>/left/", views_leave.left, name="left"),
    path("<uuid:id>/renew/", views_leave.renew_page, name="renew"),
    path("<uuid:id>/link/", views_person.link, name="link"),
    path("<uuid:id>/link/mail/", views_mail.send_link, name="link_mail"),
]
