"""Addresses of devices, take-outs, cloud services and trips, below `/o/<short name>/places/`."""

from __future__ import annotations

from django.urls import path

from kuramori.outside.late import late

clouds = late("kuramori.work.places.views.clouds")
devices = late("kuramori.work.places.views.devices")
listings = late("kuramori.work.places.views.listings")
take_outs = late("kuramori.work.places.views.take_outs")
trips = late("kuramori.work.places.views.trips")


urlpatterns = [
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", devices.new_device, name="new_device"),
    path("devices/labels/", devices.labels, name="device_labels"),
    path("devices/updates/", devices.patch, name="patch"),
    path("devices/counts/begin/", devices.begin_count, name="begin_count"),
    path("devices/counts/<uuid:id>/", devices.count, name="count"),
    path("devices/counts/<uuid:id>/extra/", devices.add_extra, name="add_extra"),
    path("devices/counts/<uuid:id>/finish/", devices.finish_count, name="finish_count"),
    path("devices/count-lines/<uuid:id>/see/", devices.see_line, name="see_line"),
    path("devices/count-lines/<uuid:id>/settle/", devices.settle_line, name="settle_line"),
    path("devices/software/<uuid:id>/retire/", devices.retire_software, name="retire_software"),
    path("devices/<uuid:id>/", devices.device, name="device"),
    path("devices/<uuid:id>/change/", devices.change, name="change_device"),
    path("devices/<uuid:id>/lose/", devices.lose, name="lose_device"),
    path("devices/<uuid:id>/step/", devices.lost_step, name="lost_step"),
    path("devices/<uuid:id>/found/", devices.found, name="found_device"),
    path("devices/<uuid:id>/dispose/", devices.dispose, name="dispose_device"),
    path("take-outs/", take_outs.take_outs, name="take_outs"),
    path("take-outs/ask/", take_outs.ask, name="ask_take_out"),
    path("take-outs/<uuid:id>/", take_outs.one, name="take_out"),
    path("take-outs/<uuid:id>/approve/", take_outs.approve, name="approve_take_out"),
    path("take-outs/<uuid:id>/refuse/", take_outs.refuse, name="refuse_take_out"),
    path("take-outs/<uuid:id>/take/", take_outs.take, name="take_take_out"),
    path("take-outs/<uuid:id>/back/", take_outs.bring_back, name="bring_back"),
    path("take-outs/<uuid:id>/drop/", take_outs.drop, name="drop_take_out"),
    path("take-outs/<uuid:id>/extend/", take_outs.extend, name="extend_take_out"),
    path("take-outs/<uuid:id>/slip/", take_outs.slip, name="slip"),
    path("clouds/", clouds.clouds, name="clouds"),
    path("clouds/new/", clouds.new_cloud, name="new_cloud"),
    path("clouds/shadow/new/", clouds.new_shadow, name="new_shadow"),
    path("clouds/shadow/<uuid:id>/decide/", clouds.decide_shadow, name="decide_shadow"),
    path("clouds/terms/<uuid:id>/", clouds.terms, name="terms"),
    path("clouds/terms/<uuid:id>/file/", clouds.terms_file, name="terms_file"),
    path("clouds/<uuid:id>/", clouds.cloud, name="cloud"),
    path("clouds/<uuid:id>/change/", clouds.change, name="change_cloud"),
    path("clouds/<uuid:id>/retire/", clouds.retire, name="retire_cloud"),
    path("clouds/<uuid:id>/match/", clouds.match, name="match_cloud"),
    path("clouds/<uuid:id>/terms/", clouds.keep_terms, name="keep_terms"),
    path("clouds/<uuid:id>/review/", clouds.review, name="review_cloud"),
    path("listing/", listings.listing, name="listing"),
    path("listing/choose/", listings.choose, name="listing_choose"),
    path("listing/<uuid:id>/", listings.look, name="listing_look"),
    path("listing/<uuid:id>/columns/", listings.columns, name="listing_columns"),
    path("listing/<uuid:id>/take/", listings.take, name="listing_take"),
    path("listing/<uuid:id>/drop/", listings.drop, name="listing_drop"),
    path("abroad/", trips.trips, name="trips"),
    path("abroad/new/", trips.new_trip, name="new_trip"),
    path("abroad/rules/new/", trips.new_rule, name="new_rule"),
    path("abroad/rules/<uuid:id>/end/", trips.end_rule, name="end_rule"),
    path("abroad/<uuid:id>/", trips.trip, name="trip"),
    path("abroad/<uuid:id>/change/", trips.change, name="change_trip"),
    path("abroad/<uuid:id>/tick/", trips.tick, name="tick_trip"),
    path("abroad/<uuid:id>/drop/", trips.drop, name="drop_trip"),
    path("abroad/<uuid:id>/checklist/", trips.checklist, name="trip_checklist"),
]
