#!/usr/bin/env python3
"""Runs a command, and ends all that it started: a host that can lose its power.

    keep.py [-t] [-w PID] COMMAND [ARG]...

When the command ends, when this gets SIGTERM, SIGINT or SIGHUP, or when the process PID ends (without
-w, the one that started this), every process that descends from this one is killed, daemons that went
to the background too: they are this one's orphans, and those are handed to it. Processes are told by
their parents, never by their names. The status is the command's, or 128 and the signal's number.

-t is for the whole run: the command has a folder for temporary files, which goes with it. What still
runs 5 seconds after the command is told, killed, and makes the status 1.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PR_SET_CHILD_SUBREAPER = 36


def look(pid):
    """the process's parent, and whether it runs; an ended one's parent has yet to notice"""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
            state, parent = f.read().rpartition(")")[2].split()[:2]
    except OSError:
        return 0, False
    return int(parent), state not in "ZX"


def descendants():
    """the pids of those that run, and of those that have ended"""
    found, dead, children = [], [], {}
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        parent, running = look(pid)
        children.setdefault(parent, []).append((pid, running))
    todo = [os.getpid()]
    while todo:
        for pid, running in children.get(todo.pop(), ()):
            todo.append(pid)
            (found if running else dead).append(pid)
    return found, dead


def name(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            return f.read().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return "?"


def reap(command, status):
    """status, or the command's where it has ended"""
    while True:
        try:
            pid, how = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if pid == 0:
            return status
        if pid == command:
            code = os.waitstatus_to_exitcode(how)
            status = 128 - code if code < 0 else code


def end_all():
    """kills until none is left: one that is found may have started another"""
    for _ in range(1000):
        found, dead = descendants()
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        reap(0, None)
        if not found and not dead:
            return
        time.sleep(0.01)


def left_over():
    """what does not end by itself"""
    for _ in range(100):
        found, _ = descendants()
        if not found:
            return []
        reap(0, None)
        time.sleep(0.05)
    return [f"{pid} {name(pid)}" for pid in found]


def main(args):
    whole, watched = False, os.getppid()
    while args and args[0].startswith("-"):
        if args[0] == "-t":
            whole = True
            args = args[1:]
        elif args[0] == "-w":
            watched = int(args[1])
            args = args[2:]
        else:
            sys.exit(f"keep.py: unknown option {args[0]}")
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit(f"keep.py: prctl: {os.strerror(ctypes.get_errno())}")
    told = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda n, _: told.append(n))
    folder = tempfile.mkdtemp(prefix="paperutils-cluster.") if whole else None
    env = dict(os.environ, TMPDIR=folder) if whole else None
    status = None
    try:
        command = subprocess.Popen(args, env=env)
        while status is None and not told and look(watched)[1]:
            time.sleep(0.05)
            status = reap(command.pid, status)
        command.returncode = status  # Popen is not to wait for what is noticed here
        left = left_over() if whole and status is not None else []
        for line in left:
            print(f"keep.py: left running: {line}", file=sys.stderr)
        end_all()
    finally:
        if whole:
            shutil.rmtree(folder, ignore_errors=True)
    if told:
        return 128 + told[0]
    return 1 if left or status is None else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
