"""What the two children of `kuramori serve` run: `web` and `worker`."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def hold_to_parent(parent: int) -> None:
    """On Linux the kernel ends us when the parent goes, however it goes; elsewhere only its own signal does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before we asked
        sys.exit(0)


def web(listener: int) -> None:
    """gunicorn with threads, on the socket that the parent holds open."""
    from gunicorn.app.wsgiapp import WSGIApplication

    # A heartbeat file on a slow disk would make the worker look dead.
    memory = ["--worker-tmp-dir=/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    sys.argv = [
        "gunicorn",
        f"--bind=fd://{listener}",
        "--worker-class=gthread",
        "--workers=1",
        "--threads=8",
        "--timeout=60",
        "--graceful-timeout=3",
        "--keep-alive=5",
        "--no-control-socket",
        "--log-level=" + ("info" if os.environ.get("KURAMORI_DEBUG") == "1" else "warning"),
        *memory,
        "kuramori.site.wsgi:application",
    ]
    WSGIApplication("%(prog)s", prog="kuramori web").run()


def worker() -> None:
    """The background worker: takes tasks from the database, asking for new ones once a second."""
    import django

    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker

    # Its farewell at every stop is no warning to anybody.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    tasks = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
    )
    tasks.configure_signals()
    tasks.run()


def main(arguments: list[str]) -> None:
    """`web PARENT LISTENER` or `worker PARENT`."""
    hold_to_parent(int(arguments[1]))
    if arguments[0] == "web":
        web(int(arguments[2]))
    else:
        worker()


if __name__ == "__main__":
    main(sys.argv[1:])
