"""Trains the cache of the container image: the packaged function under the Runtime Interface Client deals with events of each
kind against canned answers, and writes at its end what it loaded and linked. Needs nothing but Python's own library.

usage: train.py DIRECTORY, with lib/ and ric/ in it; the JDK of JDK25 or JAVA_HOME must be the one that runs it later
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
from trial import variants  # noqa: E402
from trial.aws import OPEN, Aws  # noqa: E402


def main() -> None:
    task = Path(sys.argv[1]).resolve()
    os.environ.setdefault("JDK25", os.environ.get("JAVA_HOME", ""))
    cache = task / "function.aot"
    cache.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        aws = Aws(None)
        # What was hot in training would be compiled at once, which takes an eighth of a first event's processor time.
        function = variants.in_image(Path(directory), task, "-XX:AOTCacheOutput=", "-XX:+UnlockDiagnosticVMOptions",
                                     "-XX:-AOTRecordTraining")
        # What few first events ask is asked too: Organizations, for another organization is not believed, and of the service.
        aws.heard, aws.kind = "o-other00000", "Interface"
        running = function.start(aws, None)
        function.answered()
        aws.kind = "Gateway"
        for event, result in ((None, "CHANGED"), (variants.event("own-modify"), "OWN"),
                              (variants.event("failed-unauthorized"), "IGNORED")):
            aws.reset(OPEN)
            function.again(event)
            function.answered(result)
        running.stop(300)
        if not cache.exists():
            raise SystemExit(f"no cache was written:\n{Path(directory, 'function.log').read_text()[-4000:]}")
    print(f"{cache}: {cache.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
