"""Taking out a long ledger as a workbook: seconds, and how much memory the worker needs for it beyond what it had.

`DATABASE_URL` measures PostgreSQL instead of SQLite. The ledger is filled through its own import, which is not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys

from bench.ledger import _house, _set_up
from bench.measure import arguments, tell


def main() -> None:
    args = arguments("taking out the ledger", rows=100_000)
    _set_up()
    _house("out", args.rows)
    done = subprocess.run([sys.executable, "-m", "bench.taken_out"], stdout=subprocess.PIPE, check=True)
    tell({"rows": args.rows, **json.loads(done.stdout)}, as_json=args.json)


if __name__ == "__main__":
    main()
