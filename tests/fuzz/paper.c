/* paper - a fuzz target for what looks into papers: links lie in their text, one behind the other,
 * and their canonical forms are clean; keyphrases come best first, each once; a profile is one, and
 * the same paper as itself; terms can be counted, and their table be read again.
 *
 * Input: lines of which some are records. */
#include "fuzz.h"

#include "paper/key.h"
#include "paper/link.h"
#include "paper/rec.h"
#include "paper/text.h"
#include "paper/trend.h"
#include "paper/uniq.h"

static void check_links(struct str text)
{
    struct link link;
    struct buf canonical = {0};
    size_t at = 0, before = 0;
    while (link_next(text, &at, &link, &canonical)) {
        check(is_within(link.as_written, text) && link.as_written.n > 0, "a link out of its text");
        check(at > before && at <= text.n, "links do not go on");
        check(link.kind < LINK_KINDS && canonical.n > 0, "a link of no kind, or without a form");
        check(text_is_clean(buf_str(&canonical)), "a canonical form that is not clean");
        before = at;
    }
    buf_free(&canonical);
}

static void check_keys(const struct rec *r)
{
    static struct key_finder *finder[KEY_STYLES];
    const struct key *key;
    for (size_t style = 0; style < KEY_STYLES; style++) {
        if (!finder[style])
            finder[style] = key_new((enum key_style)style);
        key_begin(finder[style]);
        key_text(finder[style], r->col[REC_TITLE], true);
        key_text(finder[style], r->col[REC_ABSTRACT], false);
        size_t n = key_rank(finder[style], 10, 0, &key);
        check(n <= 10 && !key_failed(finder[style]), "too many phrases");
        for (size_t i = 0; i < n; i++) {
            check(key[i].phrase.n > 0 && key[i].probability <= 10000, "no phrase");
            check(i == 0 || key[i - 1].probability >= key[i].probability, "not the best first");
            for (size_t j = 0; j < i; j++)
                check(!str_eq(key[i].phrase, key[j].phrase), "a phrase twice");
        }
    }
}

static void check_profile(const struct rec *r, struct uniq *set, struct buf *before)
{
    static struct uniq_maker maker;
    struct buf profile = {0};
    struct uniq_match match, back;
    check(uniq_profile(&maker, r, &profile), "no profile");
    check(profile.n <= UNIQ_PROFILE_MAX && uniq_is_profile(buf_str(&profile)), "no profile");
    check(uniq_same(buf_str(&profile), buf_str(&profile), &match), "not the same as itself");
    if (before->n) {
        bool same = uniq_same(buf_str(&profile), buf_str(before), &match);
        check(same == uniq_same(buf_str(before), buf_str(&profile), &back) &&
                  (!same || (match.why == back.why && match.score >= back.score &&
                             match.score <= back.score)),
              "the same, but not the other way round");
    }
    check(uniq_find(set, buf_str(&profile)) && uniq_add(set, buf_str(&profile)), "no memory");
    for (size_t i = 0; i < set->nmatch; i++)
        check(set->match[i].paper + 1 < set->n, "the same as a paper that there is not");
    buf_free(before);
    *before = profile;
}

static void check_table(struct trend *t)
{
    struct buf table = {0}, again = {0};
    struct output out;
    struct trend *sum = trend_new();
    out_start_buf(&out, &table);
    trend_table(t, TREND_DAY, &out);
    check(out_close(&out), "no table");
    for (struct str rest = buf_str(&table); rest.n;)
        check(!trend_row(sum, cut_line(&rest), false), "a row that is none");
    out_start_buf(&out, &again);
    trend_table(sum, TREND_DAY, &out);
    check(out_close(&out) && str_eq(buf_str(&table), buf_str(&again)), "another table");
    check(!trend_failed(t) && !trend_failed(sum), "no memory");
    trend_free(sum);
    buf_free(&table);
    buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = copy((struct str){(const char *)data, n}, ""), rest = text;
    struct uniq set = {0};
    struct buf before = {0};
    struct trend *trend = trend_new();
    count_input(n);
    check_links(text);
    while (rest.n) {
        struct rec r = {0};
        if (rec_parse(&r, cut_line(&rest)) >= REC_COLUMNS) {
            check_keys(&r);
            check_profile(&r, &set, &before);
            trend_paper(trend, r.col[REC_ID], r.col[REC_DATE]);
            trend_text(trend, r.col[REC_TITLE]);
            trend_phrase(trend, r.col[REC_ABSTRACT]);
        }
        rec_free(&r);
    }
    check_table(trend);
    trend_free(trend);
    uniq_free(&set);
    buf_free(&before);
    free((char *)text.p);
    return 0;
}
