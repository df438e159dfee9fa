"""Records of the past: every call as the switch logged it, or counts of calls, read to be learnt from.

A log is never tidy. What is no call of a queue – a test, a caller who hangs up in the menu, a negative time – is left
out by a rule that has a name, and every rule counts what it left out.
"""
