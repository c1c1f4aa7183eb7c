"""The public address of this instance as a witness."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

views_witness = late("kuramori.ground.trail.views_witness")


app_name = "witness"
urlpatterns = [path("add-checkpoint", views_witness.add_checkpoint, name="add_checkpoint")]
