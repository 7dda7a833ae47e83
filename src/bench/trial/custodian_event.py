"""Cloud Custodian's own handler on the event of its first argument, as its Lambda function calls it, for as many times as
its second says. Runs in Custodian's virtual environment; writes a line after each event, and waits for the next."""

import json
import sys

from c7n import handler

with open(sys.argv[1]) as file:
    event = json.load(file)
for _ in range(int(sys.argv[2])):
    if handler.dispatch_event(event, None) is False:
        sys.exit("custodian ended with False")
    print("done", flush=True)
    sys.stdin.readline()
