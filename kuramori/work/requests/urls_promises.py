"""お客様への約束: the register of what customers asked of us."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

files = late("kuramori.work.requests.views.promise_files")
promises = late("kuramori.work.requests.views.promises")

urlpatterns: list[URLPattern] = [
    path("", promises.register, name="promises"),
    path("new/", promises.new, name="new_promise"),
    path("export/", promises.export, name="export_promises"),
    path("import/", files.choose, name="import_promises"),
    path("import/template/", files.template, name="promises_template"),
    path("import/<uuid:id>/", files.look, name="promises_look"),
    path("import/<uuid:id>/columns/", files.columns, name="promises_columns"),
    path("import/<uuid:id>/take/", files.take, name="promises_take"),
    path("import/<uuid:id>/drop/", files.drop, name="promises_drop"),
    path("checks/<uuid:id>/file/", promises.check_file, name="promise_check_file"),
    path("<uuid:id>/", promises.promise, name="promise"),
    path("<uuid:id>/proof/", promises.proof, name="promise_proof"),
    path("<uuid:id>/<slug:step>/", promises.step, name="step_promise"),
]
