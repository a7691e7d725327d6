"""Serves DVC commands from one process that has everything imported: a fork for each is several times faster than a start.

Run by the interpreter that has DVC. Reads a request a line: {argv, cwd, env, stdin, stdout, stderr, seconds};
answers with the exit code.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import logging
import os
import pkgutil
import signal
import sys
import threading

PACKAGES = ("dvc", "dvc_data", "dvc_http", "dvc_objects", "scmrepo", "gto", "ruamel.yaml", "fsspec.implementations")
UNWANTED = ("__main__", "testing", "hydra", "studio", "arrow", "dask", "jupyter", "smb", "sftp", "git_", ".tests")


def import_everything() -> None:
    for package in PACKAGES:
        module = importlib.import_module(package)
        for found in pkgutil.walk_packages(module.__path__, f"{package}."):
            if not any(word in found.name for word in UNWANTED):
                with contextlib.suppress(BaseException):
                    importlib.import_module(found.name)


def run_command(request: dict) -> None:
    """Takes over the process; leaves it as the dvc command would, with all its exit handlers."""
    signal.alarm(request["seconds"])
    os.chdir(request["cwd"])
    os.environ.update(request["env"], PWD=request["cwd"])
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if descriptor else os.O_RDONLY
        opened = os.open(request[name], flags, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.argv = ["dvc", *request["argv"]]
    rc = main(request["argv"])
    # Ends as Python does, but for the destruction of every module, which costs more than most commands.
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(rc)


def serve() -> None:
    # The pipes to the asking side must not stay open in what a command leaves running.
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in requests:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            run_command(request)
        status = os.waitpid(pid, 0)[1]
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


stdout, stderr = os.dup(1), os.dup(2)
nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1)
os.dup2(nowhere, 2)
import_everything()
# Some module sets the logging up when it is imported; with the handlers that main() adds, every line would come twice.
for name in ("dvc", "dvc_data", "dvc_objects"):
    logging.getLogger(name).handlers.clear()
os.dup2(stdout, 1)
os.dup2(stderr, 2)

from dvc.cli import main  # noqa: E402

gc.collect()
gc.freeze()
serve()
