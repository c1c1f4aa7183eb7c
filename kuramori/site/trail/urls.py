"""Addresses of the trail inside an organisation, below /o/<short name>/trail/."""

from django.urls import path

from kuramori.site.trail import views

app_name = "trail"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("out/<str:form>/", views.take_out, name="take_out"),
    path("<int:index>/", views.entry, name="entry"),
    path("<int:index>/proof/", views.proof, name="proof"),
]
