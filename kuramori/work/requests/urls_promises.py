"""お客様への約束: the register of what customers asked of us."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuramori.outside.late import late

promises = late("kuramori.work.requests.views.promises")

urlpatterns: list[URLPattern] = [
    path("", promises.register, name="promises"),
    path("new/", promises.new, name="new_promise"),
    path("export/", promises.export, name="export_promises"),
    path("checks/<uuid:id>/file/", promises.check_file, name="promise_check_file"),
    path("<uuid:id>/", promises.promise, name="promise"),
    path("<uuid:id>/proof/", promises.proof, name="promise_proof"),
    path("<uuid:id>/<slug:step>/", promises.step, name="step_promise"),
]
