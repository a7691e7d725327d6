"""Runs one command and tells what the operating system counted for it: measure.py REPORT END CWD COMMAND...

END is "exit", or "output": then it counts until the command prints its first line, when it is killed.

The report is JSON: wall, user and system seconds, and the peak memory of the command itself in bytes. The exit code is
that of the command. A small program starts it, since a child counts the memory of the process it was forked from.
"""

import json
import os
import signal
import sys
import time

report, end, cwd, *argv = sys.argv[1:]
os.chdir(cwd)
read_end, write_end = os.pipe()
no_input = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
no_output = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
output = no_output if end == "exit" else (os.POSIX_SPAWN_DUP2, write_end, 1)
begin = time.monotonic()
child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=[no_input, output])
os.close(write_end)
if end == "output":
    with os.fdopen(read_end) as lines:
        has_printed = lines.readline() != ""
    wall = time.monotonic() - begin
    if has_printed:
        os.kill(child, signal.SIGKILL)
_, status, usage = os.wait4(child, 0)
if end == "exit":
    wall = time.monotonic() - begin
with open(report, "w", encoding="utf-8") as file:
    seconds = {"wall": wall, "user": usage.ru_utime, "system": usage.ru_stime}
    json.dump({**seconds, "peakBytes": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)}, file)
exit_code = os.waitstatus_to_exitcode(status)
sys.exit(0 if end == "output" and exit_code == -signal.SIGKILL else exit_code)
