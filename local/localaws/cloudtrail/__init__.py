"""CloudTrail's part: a record of each call that changes endpoints, in its real shape, on the default event bus."""
