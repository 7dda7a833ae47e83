"""Faults that a test puts in the way of calls: errors, delays, cut connections, crashes of the calling function."""
