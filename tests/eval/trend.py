#!/usr/bin/env python3
"""How many of the terms that are known to have risen papertrend puts among the first 20 of their year;
how many rise where the years are shuffled; and that counts add up. Usage: trend.py FOLDER PAPERTREND"""
import gzip
import os
import random
import subprocess
import sys
import tempfile

folder, papertrend = sys.argv[1], os.path.abspath(sys.argv[2])
tmp = tempfile.TemporaryDirectory()


def run(*args, data=None):
    return subprocess.run([papertrend, *args], input=data, stdout=subprocess.PIPE, check=True).stdout


def path(name, lines):
    name = os.path.join(tmp.name, name)
    with open(name, "wb") as f:
        f.writelines(lines)
    return name


def terms(table):
    return [row.split(b"\t")[0].decode() for row in table.splitlines()]


def normal(phrase):
    """The phrase as papertrend writes it."""
    table = run("--count", "-k", "kw", data=f"x\t2000\t\t\tkw:{phrase}\n".encode())
    return terms(table)[1]


lines = gzip.open(os.path.join(folder, "ml.rec.gz")).readlines()
records = path("records", lines)
years = {}
for line in open(os.path.join(folder, "known-risers.tsv"), encoding="utf-8"):
    if not line.startswith("#"):
        _, year, phrases = line.rstrip("\n").split("\t")
        years.setdefault(year, []).append(phrases)

found = known = 0
for year, risers in years.items():
    first = terms(run("-l", "-w", year, "-n", "20", records))
    missed = [r for r in risers if not {normal(p) for p in r.split("|")} & set(first)]
    found += len(risers) - len(missed)
    known += len(risers)
    print(f"{year}  {len(risers) - len(missed)} of {len(risers)}" + "".join(f"; not {r}" for r in missed))
print(f"among the first 20: {found} of {known}, {found / known:.3f}")

risen = total = 0
random.seed(1)
dates = [line.split(b"\t")[1] for line in lines]
random.shuffle(dates)
shuffled = path("shuffled", (b"\t".join([c[0], d, *c[2:]]) for d, c in
                             ((d, line.split(b"\t")) for d, line in zip(dates, lines))))
for year in years:
    scores = [float(row.split(b"\t")[1]) for row in
              run("-l", "-w", year, "-z", "3", "-t", "-1000", shuffled).splitlines()]
    risen += sum(score > 0 for score in scores)
    total += len(scores)
print(f"years shuffled, -z 3: {risen} of {total} terms above 0, {100 * risen / total:.2f} %")

halves = path("a", lines[::2]), path("b", lines[1::2])
tables = [path("t" + half[-1], [run("--count", "--by=year", half)]) for half in halves]
whole = run("--count", "--by=year", records)
alike = {
    "the input twice": run("-l", records, records) == run("-l", records),
    "counts of two halves": run("--merge", "--by=year", *tables) == whole,
    "terms from counts": run("-l", "--counted", path("all", [whole])) == run("-l", records),
}
for what, same in alike.items():
    print(f"{what}: {'the same' if same else 'NOT the same'}")
sys.exit(not (found / known >= .76 and risen / total < .01 and all(alike.values())))
