"""仕事の列: work that takes longer than a page, with its progress and its result file.

Words owned: job, schedule, tick, worker. A job names a kind and plain arguments; the room that owns the kind registers
a function for it (`kinds.job`). A schedule is due again and again (`schedule.schedule`), a tick each second
(`ticks.every_second`). Every function is safe to run twice: a worker that dies leaves its work to be taken up again.
Delivery is django-tasks with its database backend; retries, schedules and giving back the work of dead workers are
ours, because the backend leaves a task of a killed worker RUNNING for ever (measured).
"""
