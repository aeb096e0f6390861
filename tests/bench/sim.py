#!/usr/bin/env python3
"""The ten most alike by scipy's sparse product, in blocks of rows, each by argpartition.

usage: sim.py BLOCKS <VECTORS    prints CPU seconds for all rows, judged by so many blocks; peak memory in MB"""
import resource
import sys
import time

import numpy as np
import scipy.sparse as sp

ROWS, BEST = 500, 11  # one of the best is the paper itself
terms, weights, ends = [], [], [0]
for line in sys.stdin:
    pairs = np.array(line.replace(':', ' ').split(), dtype=np.int32).reshape(-1, 2)
    terms.append(pairs[:, 0])
    weights.append(pairs[:, 1].astype(np.float32) / 32768)
    ends.append(ends[-1] + len(pairs))
x = sp.csr_matrix((np.concatenate(weights), np.concatenate(terms), np.array(ends)))
del terms, weights
start = time.process_time()
columns = x.T.tocsr()
blocks = range(0, x.shape[0], ROWS)
some = list(blocks)[::max(1, len(blocks) // int(sys.argv[1]))]
for at in some:
    product = x[at:at + ROWS] @ columns
    for i in range(product.shape[0]):
        row = product.data[product.indptr[i]:product.indptr[i + 1]]
        if len(row) > BEST:
            np.argpartition(row, -BEST)[-BEST:]
seconds = (time.process_time() - start) * len(blocks) / len(some)
print('%.2f %.1f' % (seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
