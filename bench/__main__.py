"""All benches, each on a database of its own: `python -m bench`. Takes about a quarter of an hour, and 15 GB.

Figures are only worth something on a machine that does nothing else meanwhile.
"""

import tempfile
from pathlib import Path

import anyio
import uvloop

from audit_api.embedded import embedded_mongodb
from bench import comparison, drivers, examples, exports, idle, phone, photo_intake, submissions


def main() -> None:
    with tempfile.TemporaryDirectory() as directory, embedded_mongodb(Path(directory)) as uri:
        print("Idle server:", idle.main(uri))
        print("Phone:", phone.main(uri))
        print("Examples:", examples.main(uri))
        print("Submissions:", uvloop.run(submissions.main(uri)))
        for figures in uvloop.run(drivers.main(uri)):
            print("Drivers:", figures)
        print("Exports:", exports.main(uri))
        # Last: after two million documents no other figure would be a fair one.
        print("Comparison:", comparison.main(uri))
    anyio.run(photo_intake.main)


if __name__ == "__main__":
    main()
