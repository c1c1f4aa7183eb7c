"""仕事の列: work that takes longer than a page, with its progress and its result file.

Words owned: job. A job names a kind and plain arguments; the room that owns the kind registers a function for it.
Every function is safe to run twice: a worker that dies leaves its job to be taken up again.
Delivery is django-tasks with its database backend; retries, the lease and the reaper are ours, because the backend
leaves a task of a killed worker RUNNING for ever (measured).
"""
