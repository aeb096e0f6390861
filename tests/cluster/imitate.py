#!/usr/bin/env python3
"""Does what Hadoop Streaming and Spark do with programs, as far as the programs can tell, on this machine.

    imitate.py mapred streaming [-D NAME=VALUE] [-files F,...] -input F -output D -mapper C [-combiner C] [-reducer C]
    imitate.py hdfs dfs -cat PATTERN
    imitate.py spark SCRIPT

Input is cut at line ends. Commands are taken apart as a shell takes words apart, and run without one,
in a folder of their own. A task fails where its status is not 0, or where it did not read its input to
the end. What a mapper prints is sorted by what stands before the first TAB, values in no order, and
parted by it. Hadoop ends a line without a TAB in one.
"""

import glob
import os
import shlex
import subprocess
import sys
import tempfile
import zlib

MAPS, REDUCES = 5, 3


def cut(path, n):
    """the lines of a file, in n pieces of about as many bytes"""
    with open(path, "rb") as f:
        lines = f.readlines()
    total, done = sum(map(len, lines)), 0
    pieces = [[] for _ in range(n)]
    for line in lines:
        pieces[min(n - 1, done * n // max(total, 1))].append(line)
        done += len(line)
    return pieces


def run(command, lines, folder=None):
    task = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    feeder = os.fork()
    if feeder == 0:  # SIGPIPE is ignored by Python: a write that nobody reads is an error
        try:
            task.stdout.close()
            for line in lines:
                task.stdin.write(line)
            task.stdin.close()
        except OSError:
            os._exit(1)
        os._exit(0)
    task.stdin.close()
    out = task.stdout.readlines()
    fed = os.waitstatus_to_exitcode(os.waitpid(feeder, 0)[1])
    if task.wait() != 0 or fed != 0:
        sys.exit(f"task failed: {command}: status {task.returncode}" + (", input not read to its end" if fed else ""))
    return out


def key(line):
    return line.rstrip(b"\n").split(b"\t")[0]


def shuffled(lines):
    """by key; what has the same key comes in another order than it was printed"""
    return sorted(reversed(lines), key=key)


def mapred(args):
    if args.pop(0) != "streaming":
        sys.exit("mapred: only streaming")
    options = {}
    while args:
        name, value = args.pop(0), args.pop(0)
        if name == "-D":
            name, value = value.split("=", 1)
        if name in options or name not in ("-files", "-input", "-output", "-mapper", "-combiner", "-reducer", "mapreduce.job.reduces"):
            sys.exit(f"mapred: {name}")
        options[name] = value
    os.mkdir(options["-output"])
    with tempfile.TemporaryDirectory() as folder:
        for name in options.get("-files", "").split(","):
            os.symlink(os.path.abspath(name), os.path.join(folder, os.path.basename(name)))
        parts = [run(options["-mapper"], piece, folder) for piece in cut(options["-input"], MAPS)]
        if options.get("mapreduce.job.reduces") != "0":
            if "-combiner" in options:
                parts = [run(options["-combiner"], shuffled(part), folder) for part in parts]
            lines = [line for part in parts for line in part]
            parts = [
                run(options["-reducer"], shuffled([s for s in lines if zlib.crc32(key(s)) % REDUCES == r]), folder)
                for r in range(REDUCES)
            ]
    for i, part in enumerate(parts):
        with open(f"{options['-output']}/part-{i:05}", "wb") as f:
            f.writelines(s if b"\t" in s else s.rstrip(b"\n") + b"\t\n" for s in part)


def hdfs(args):
    if args[:2] != ["dfs", "-cat"]:
        sys.exit("hdfs: only dfs -cat")
    for path in sorted(glob.glob(args[2])):
        with open(path, "rb") as f:
            sys.stdout.buffer.write(f.read())


class RDD:
    def __init__(self, pieces):
        self.pieces = pieces

    def textFile(self, path, n):  # pylint: disable=invalid-name
        return RDD(cut(path, n))

    def pipe(self, command, checkCode=False):  # pylint: disable=invalid-name
        assert checkCode
        return RDD([run(command, piece) for piece in self.pieces])

    def coalesce(self, n):
        assert n == 1
        return RDD([[line for piece in self.pieces for line in piece]])

    def saveAsTextFile(self, path):  # pylint: disable=invalid-name
        os.mkdir(path)
        for i, piece in enumerate(self.pieces):
            with open(f"{path}/part-{i:05}", "wb") as f:
                f.writelines(piece)


def main(what, *args):
    if what == "mapred":
        mapred(list(args))
    elif what == "hdfs":
        hdfs(list(args))
    else:
        with open(args[0], encoding="utf-8") as f:
            exec(f.read(), {"sc": RDD([])})  # pylint: disable=exec-used


if __name__ == "__main__":
    main(*sys.argv[1:])
