"""Runs one command and tells what the operating system counted for it: measure.py REPORT CWD COMMAND...

The report is JSON: wall, user and system seconds, and the peak memory of the command itself in bytes. The exit code is
that of the command. A small program starts it, since a child counts the memory of the process it was forked from.
"""

import json
import os
import sys
import time

report, cwd, *argv = sys.argv[1:]
os.chdir(cwd)
nowhere = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
begin = time.monotonic()
child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=nowhere)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - begin
with open(report, "w", encoding="utf-8") as file:
    seconds = {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime}
    json.dump({**seconds, "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)}, file)
sys.exit(os.waitstatus_to_exitcode(status))
