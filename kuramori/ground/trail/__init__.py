"""証跡: what happened here, who did it, and when; written in the same transaction as the change itself.

Words owned: entry (証跡の1行), event (出来事). The trail knows nothing about the rooms above it: no foreign key
goes in or out, a row names things by kind and id. It never holds the content of a secret.
"""
