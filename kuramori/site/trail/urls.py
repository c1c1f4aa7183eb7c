"""Addresses of the trail inside an organisation, below /o/<short name>/trail/."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.site.trail.views")
views_erase = late("kuramori.site.trail.views_erase")
views_pack = late("kuramori.site.trail.views_pack")


app_name = "trail"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("out/<str:form>/", views.take_out, name="take_out"),
    path("pack/", views_pack.make, name="pack"),
    path("pack/<uuid:id>/", views_pack.job, name="pack_job"),
    path("pack/<uuid:id>/file/", views_pack.take, name="pack_file"),
    path("erase/", views_erase.personal, name="erase"),
    path("<int:index>/", views.entry, name="entry"),
    path("<int:index>/proof/", views.proof, name="proof"),
]
