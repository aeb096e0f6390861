#!/usr/bin/env python3
"""Kills paperuniq at random moments while two runs share a state, and looks at what came out.

usage: state.py [TIMES [SEED]]     paperuniq is taken from PATH

Each time two runs read the same papers, in different orders, and one or both are killed. Then a run
that nobody kills reads all of them. Nothing is lost: each paper was printed by one of the three. And
what a run printed that had ended before another began, that other does not print."""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 100
rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)


def start(state, papers, out):
    run = subprocess.Popen(['paperuniq', '-s', state], stdin=subprocess.PIPE, stdout=open(out, 'wb'))
    pid = os.fork()
    if pid == 0:  # feeds it piece by piece, so that the two take turns
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        for i in range(0, len(papers), 50):
            os.write(run.stdin.fileno(), b''.join(papers[i:i + 50]))
            time.sleep(0.0003)
        os._exit(0)
    run.stdin.close()
    return run, pid


def printed(out):
    """The IDs of the whole lines: of one that is cut off nobody can say that it came out."""
    data = open(out, 'rb').read()
    return [line.split(b'\t')[0] for line in data[:data.rfind(b'\n') + 1].splitlines()]


def once(directory, number):
    path = lambda name: os.path.join(directory, '%s%d' % (name, number))
    papers = [b'p:%d\t2020\tword%d%d other%d\t\n' % (i, number, i, i) for i in range(3000)]
    mixed = papers[:]
    rng.shuffle(mixed)
    runs = [start(path('state'), papers, path('a')), start(path('state'), mixed, path('b'))]
    time.sleep(rng.random() * 0.03)
    for run, _ in rng.sample(runs, rng.choice([1, 2])):
        run.kill()
    killed = [run.wait() == -signal.SIGKILL for run, _ in runs]
    for _, feeder in runs:
        os.waitpid(feeder, 0)
    last = subprocess.run(['paperuniq', '-s', path('state')], input=b''.join(papers), check=True,
                          stdout=open(path('c'), 'wb'))
    a, b, c = (printed(path(name)) for name in 'abc')
    every = {line.split(b'\t')[0] for line in papers}
    assert set(a) | set(b) | set(c) == every, 'lost: %r' % sorted(every - set(a) - set(b) - set(c))[:5]
    for name, ids in zip('abc', (a, b, c)):
        assert len(ids) == len(set(ids)), 'twice in run ' + name
    for name, ids, dead in zip('ab', (a, b), killed):
        if not dead:
            assert not set(ids) & set(c), 'again after run %s ended: %r' % (name, sorted(set(ids) & set(c))[:5])
    # Of a killed run what it printed last may come again: one block of what it read.
    again = subprocess.run(['paperuniq', '-s', path('state')], input=b''.join(papers), check=True,
                           stdout=subprocess.PIPE).stdout
    assert again == b'', 'let through twice by runs that followed one another'
    return last, sum(killed), 0 < len(a) + len(b) < 3000


with tempfile.TemporaryDirectory() as scratch:
    results = [once(scratch, i) for i in range(TIMES)]
    print('state: %d times, %d runs killed, %d times in the middle: nothing lost, nothing twice' %
          (TIMES, sum(r[1] for r in results), sum(r[2] for r in results)))
