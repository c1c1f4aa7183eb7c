"""What can happen to replies."""

from __future__ import annotations

from kuramori.ground.trail.events import Event

REPLIED = Event(
    "requests:reply:received",
    "{partner}から、お願い {number} への回答書を受け取りました（見せる範囲 {disclosure}、照合値 {digest}）。",
    "The reply of {partner} to request {number} was received (disclosure {disclosure}, hash {digest}).",
    personal=("partner",),
)
