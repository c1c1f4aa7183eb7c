"""The page that is opened outside, below /reached/."""

from django.urls import path

from kuramori.outside.late import late

views = late("kuramori.site.reach.views")

app_name = "reach"

urlpatterns = [path("<str:secret>/", views.page, name="page")]
