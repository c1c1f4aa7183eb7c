"""Excel の回答表: making and reading them by thousands."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

bulk = late("kuramori.work.requests.views.bulk")
by_hand = late("kuramori.work.requests.views.bulk_by_hand")
lists = late("kuramori.work.requests.views.bulk_lists")
made = late("kuramori.work.requests.views.bulk_made")

urlpatterns: list[URLPattern] = [
    path("", bulk.workbooks, name="workbooks"),
    path("drop/", bulk.drop, name="drop"),
    path("drops/<uuid:id>/", bulk.dropped, name="dropped"),
    path("drops/<uuid:id>/add/", bulk.add, name="add_to_drop"),
    path("drops/<uuid:id>/list/", bulk.dropped_list, name="dropped_list"),
    path("drops/<uuid:id>/take/", bulk.take, name="take_drop"),
    path("drops/<uuid:id>/throw-away/", bulk.throw_away, name="throw_drop"),
    path("files/<uuid:id>/", bulk.sheet, name="dropped_sheet"),
    path("files/<uuid:id>/take/", bulk.take_one, name="take_sheet"),
    path("files/<uuid:id>/assign/", bulk.assign, name="assign_sheet"),
    path("by-hand/", bulk.find_by_hand, name="find_by_hand"),
    path("lists/", lists.lists, name="own_lists"),
    path("lists/form/", lists.template, name="own_list_form"),
    path("lists/read/", lists.read, name="read_own_list"),
    path("lists/<uuid:id>/", lists.one, name="own_list"),
    path("lists/<uuid:id>/use/", lists.use, name="use_own_list"),
    path("lists/<uuid:id>/retire/", lists.retire, name="retire_own_list"),
    path("asked/<uuid:id>/", made.workbook, name="workbook"),
    path("asked/<uuid:id>/by-hand/", by_hand.by_hand, name="by_hand"),
    path("requests/<uuid:id>/make/", made.make, name="make_workbooks"),
    path("made/<uuid:id>/", made.made, name="made_workbooks"),
    path("made/<uuid:id>/file/", made.made_file, name="made_workbooks_file"),
]
