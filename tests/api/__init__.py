"""The API as a program meets it: forms, keys, refusals, and what is drawn from its own description."""
