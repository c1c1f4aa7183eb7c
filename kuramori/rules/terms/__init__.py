"""Dates and agreements: how days are written in Japan, and how long what was handed over stays protected.

Words owned here: era, fiscal year, agreement period, notice, secrecy, protection. Days and terms come in as
values; nothing asks a clock, and nothing is guessed: where an agreement is silent, the answer says so.
"""

from __future__ import annotations

from kuramori.rules.terms.eras import NoSuchDay, OutsideEra, UnreadableDate, era_text, read_day

__all__ = ["NoSuchDay", "OutsideEra", "UnreadableDate", "era_text", "read_day"]
