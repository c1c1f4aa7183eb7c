"""What people at a partner see behind their link, below `/link/<secret>/share/`. None hands out a file as it is."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

shared = late("kuramori.work.partners.views.shared")

app_name = "shared"

urlpatterns = [
    path("", shared.page, name="page"),
    path("confirm/", shared.confirm, name="confirm"),
    path("items/<uuid:id>/", shared.item, name="item"),
    path("items/<uuid:id>/copy/", shared.copy, name="copy"),
    path("items/<uuid:id>/pages/<int:number>/", shared.picture, name="picture"),
    path("items/<uuid:id>/pages/<int:number>/close/", shared.close_look, name="close_look"),
    path("items/<uuid:id>/pages/<int:number>/large/", shared.large_picture, name="large_picture"),
]
