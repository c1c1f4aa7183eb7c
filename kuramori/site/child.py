"""What the two children of `kuramori serve` run: `web` and `worker`."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def hold_to_parent(parent: int) -> None:
    """On Linux the kernel ends us when the parent goes, however it goes; elsewhere only its own signal does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before we asked
        sys.exit(0)


def web(listener: int, *, is_lan: bool) -> None:
    """gunicorn with threads, on the socket that the parent holds open; for the office network by HTTPS."""
    gc.disable()  # until all is read: `kuramori.site.wsgi`
    from gunicorn.app.wsgiapp import WSGIApplication

    # A heartbeat file on a slow disk would make the worker look dead.
    memory = ["--worker-tmp-dir=/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108
    sys.argv = [
        "gunicorn",
        f"--bind=fd://{listener}",
        "--worker-class=" + ("kuramori.site.lan.worker.Worker" if is_lan else "gthread"),
        "--workers=1",
        "--threads=8",
        "--timeout=60",
        "--graceful-timeout=3",
        "--keep-alive=5",
        "--no-control-socket",
        # By itself gunicorn lets whoever comes from this machine, so everybody behind a proxy here, say by headers
        # beneath which path we lie and whether it was HTTPS. Only what the settings trust is believed.
        "--forwarded-allow-ips=",
        "--log-level=" + ("info" if os.environ.get("KURAMORI_DEBUG") == "1" else "warning"),
        *memory,
        "kuramori.site.wsgi:application",
    ]
    application = WSGIApplication("%(prog)s", prog="kuramori web")
    if is_lan:
        from kuramori.site.lan import worker
        from kuramori.site.lan.certificate import Place

        place = Place(Path(os.environ["KURAMORI_DATA"]))
        application.cfg.set("certfile", str(place.certificate))
        application.cfg.set("keyfile", str(place.key))
        application.cfg.set("ssl_context", worker.context)
    application.run()


def worker() -> None:
    """The background worker of `ground.jobs`: takes tasks from the database."""
    import django
    from django.core.management import call_command

    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    # It tells of every task and of its own farewell; `ground.jobs` logs what matters.
    for chatty in ("django_tasks", "django_tasks_db"):
        logging.getLogger(chatty).addFilter(lambda record: record.levelno >= logging.ERROR)
    call_command("work")


def main(arguments: list[str]) -> None:
    """`web PARENT LISTENER [lan]` or `worker PARENT`."""
    hold_to_parent(int(arguments[1]))
    if arguments[0] == "web":
        web(int(arguments[2]), is_lan=arguments[3:] == ["lan"])
    else:
        worker()


if __name__ == "__main__":
    main(sys.argv[1:])
