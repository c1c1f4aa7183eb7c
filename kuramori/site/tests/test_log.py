import io
import json
import logging

import pytest
import structlog

from kuramori.site.log import configure_log


@pytest.fixture
def told():
    """What would go to stderr, as a function; the test run's own handlers come back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_log(debug=False)
    stream = io.StringIO()
    root.handlers[0].setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level


def test_an_exception_is_told_without_its_message(told):
    try:
        raise ValueError("極秘の配合表.xlsx")
    except ValueError:
        logging.getLogger("django.request").error("Internal Server Error: /o/kakuu-seiko/", exc_info=True)
    (line,) = told()
    assert line["error"] == "ValueError"
    assert line["places"][-1].endswith("test_an_exception_is_told_without_its_message")
    assert "配合表" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize(
    "address",
    ["/welcome/abc.def:gh_1/", "/join/XyZ-123_/", "/link/XyZ-123_/report/pdf/", "/look/?next=/link/XyZ-1_/"],
)
def test_the_secret_of_a_link_never_reaches_the_log(told, address):
    logging.getLogger("django.request").error("Internal Server Error: %s", address)
    structlog.get_logger().warning("people:link:opened", address=address)
    text = json.dumps(told(), ensure_ascii=False)
    assert not {secret for secret in ("abc.def:gh_1", "XyZ-123_", "XyZ-1_") if secret in text}
    assert "/…" in text


def test_every_line_is_one_json_object_with_level_and_moment(told):
    structlog.get_logger().warning("jobs:job:stumbled", job="1")
    (line,) = told()
    assert {"event", "level", "timestamp", "job"} <= line.keys()
