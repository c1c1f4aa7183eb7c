"""人と組織: who works here, in which role, since when; who may act for an organisation.

Words owned: organisation (組織), account (sign-in), person (名簿の人, with or without an account), department (部門),
membership (所属: a role from a day until a day), invitation (招待), token (API の鍵), actor (someone acting for one
organisation right now). Memberships and departments are never overwritten: a newer row takes the place of an older
one, and what was known on any past day stays readable.
"""
