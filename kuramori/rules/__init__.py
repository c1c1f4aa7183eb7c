"""Arithmetic that anybody may audit: packs, answers, scores, proposals, figures and dates.

Words owned here: pack, item, measure group, step, field, level, profile, answer file, score, fault.
Everything is a pure function on frozen values. Nothing here reads a file, a clock, a setting or a database;
whoever calls brings the text and, where it matters, today's date.
"""
