/* sim.h - which papers are most alike: exact cosines of their titles and abstracts.
 *
 * A paper is a vector of its stems and of each two that stand side by side. A stem's weight is
 * 2f/(f+1) for f occurrences, one in the title counting as two, times idf^(3/4); two together count
 * 0.7 of that. idf is -ln of the share of papers that hold it, counted in the library with 1,000
 * papers more, in which each stem is as rare as in papers at large (stem_table.h), and two together
 * eight times as rare as the rarer of them. The vectors have length 1, in units of SIM_UNIT; what
 * is computed from these integers is exact, and the same on every machine.
 *
 * Who is most alike is found from an inverted index of the rare terms, and upper bounds for what
 * the frequent ones add: four bits of each weight, looked up by vector shuffles as in F. Andre,
 * A.-M. Kermarrec and N. Le Scouarnec, "Cache locality is not enough: high-performance nearest
 * neighbor search with product quantization fast scan", PVLDB 9(4), 2015; of the most frequent ones
 * together, the product of their lengths (Cauchy and Schwarz). Papers whose bound is not below the
 * score that the best ones have are computed in full. */
#ifndef PAPER_SIM_H
#define PAPER_SIM_H

#include "paper/rec.h"

enum { SIM_UNIT = 1 << 15 };

/* Cosines: of SIM_UNIT squared. */
typedef uint32_t sim_score;
#define SIM_ONE ((sim_score)SIM_UNIT * SIM_UNIT)

/* Papers that others are compared with. */
struct sim_library;

/* NULL without memory. */
struct sim_library *sim_new(void);
void sim_free(struct sim_library *s);

/* Puts a paper in; it gets the next number, from 0 on. False without memory. */
bool sim_add(struct sim_library *s, const struct rec *r);

/* Ends the putting in. `alone`: only papers of the library itself will be asked about. NULL, or
 * what is wrong: there is no memory, or the library is too large (2^32 terms in all). Takes
 * some 6 KB for a paper with an average abstract; 4 KB of it stay where others are asked about. */
const char *sim_finish(struct sim_library *s, bool alone);

/* Writes a library that has ended to a file: the same bytes on every machine. False: errno tells.
 */
bool sim_write(const struct sim_library *s, int fd);

/* Whether a file begins as one that sim_write() wrote; and whether these bytes, up to SIM_BEGIN,
 * may be the first of one. Of SIM_BEGIN bytes no records begin so. */
enum { SIM_BEGIN = 12 };
bool sim_is_file(int fd);
bool sim_begins(struct str s);

/* The library that such a file holds, which is mapped into memory; in *why what is wrong with the
 * file, where the answer is NULL. Up to sim_free(), `gone` is called where somebody has cut the
 * file off: see guard_map(). */
struct sim_library *sim_open(int fd, void (*gone)(void), const char **why);

size_t sim_papers(const struct sim_library *s);

/* ID of a paper, which points into the library. */
struct str sim_id(const struct sim_library *s, size_t paper);

/* Lets the papers of the library count less with age: half for each `days` that they are older than
 * its newest one. Those without a date count in full. False without memory. */
bool sim_decay(struct sim_library *s, unsigned days);

struct sim_match {
    uint32_t paper;
    sim_score score;
};

/* The `most` papers that are most alike and have at least the score `least`, 1 or more, best first;
 * of as good ones the earlier first. Gives how many; SIZE_MAX without memory. *match is the
 * library's and stays until the next question. */
size_t sim_of_record(struct sim_library *s, const struct rec *r, size_t most, sim_score least,
                     const struct sim_match **match);

/* The same for a paper of the library, which is not among its own. Libraries that were put together
 * in this run only. */
size_t sim_of_paper(struct sim_library *s, size_t paper, size_t most, sim_score least,
                    const struct sim_match **match);

#endif
