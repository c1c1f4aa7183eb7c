"""Tests that belong to no single room: the house rules, and whole stories in a browser."""
