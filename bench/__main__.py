"""All benches, each on a database of its own: `python -m bench`. Takes about four minutes.

Figures are only worth something on a machine that does nothing else meanwhile.
"""

import tempfile
from pathlib import Path

import anyio
import uvloop

from audit_api.embedded import embedded_mongodb
from bench import drivers, examples, idle, phone, photo_intake, submissions


def main() -> None:
    with tempfile.TemporaryDirectory() as directory, embedded_mongodb(Path(directory)) as uri:
        print("Idle server:", idle.main(uri))
        print("Phone:", phone.main(uri))
        print("Examples:", examples.main(uri))
        print("Submissions:", uvloop.run(submissions.main(uri)))
        for figures in uvloop.run(drivers.main(uri)):
            print("Drivers:", figures)
    anyio.run(photo_intake.main)


if __name__ == "__main__":
    main()
