/* link.c - the pointers in a text, one after the other: what may be one where, and where it goes on
 * after it. */
#include "parts.h"

#include "paper/ascii.h"

const struct str link_kind_name[LINK_KINDS] = {
    [LINK_DOI] = STR_INIT("doi"),   [LINK_ARXIV] = STR_INIT("arxiv"),
    [LINK_PMID] = STR_INIT("pmid"), [LINK_PMCID] = STR_INIT("pmcid"),
    [LINK_ISBN] = STR_INIT("isbn"), [LINK_CODE] = STR_INIT("code"),
    [LINK_DATA] = STR_INIT("data"), [LINK_MODEL] = STR_INIT("model"),
    [LINK_DEMO] = STR_INIT("demo"), [LINK_VIDEO] = STR_INIT("video"),
    [LINK_URL] = STR_INIT("url"),
};

/* What stands at a hit, which does not begin before `from`. */
static bool found_at(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    switch (ascii_to_lower((unsigned char)text.p[hit])) {
    case 't':
    case 'f': return address_with_scheme(text, hit, from, f, out);
    case '.': return address_bare(text, hit, from, f, out);
    case '1': return number_doi(text, hit, from, f, out);
    case 'x': return number_arxiv(text, hit, from, f, out);
    case '/': return number_arxiv_old(text, hit, from, f, out);
    case 'p': return number_pubmed(text, hit, from, f, out);
    default: return number_isbn(text, hit, from, f, out);
    }
}

bool link_next(struct str text, size_t *at, struct link *link, struct buf *canonical)
{
    const size_t from = *at;
    struct found f = {0};
    buf_clear(canonical);
    bool found = number_arxiv_list(text, from, &f, canonical);
    for (size_t hit = from; !found && !canonical->failed; hit++) {
        hit = link_hit(text, hit);
        *at = hit;
        if (hit >= text.n)
            return false;
        f = (struct found){0};
        buf_clear(canonical);
        found = found_at(text, hit, from, &f, canonical);
    }
    if (canonical->failed)
        return false;
    *at = f.end;
    *link = (struct link){f.kind, f.version, str_slice(text, f.begin, f.end)};
    return true;
}

struct str link_key(struct str canonical)
{
    static const struct str prefixes[] = {STR_INIT("https://"), STR_INIT("http://"),
                                          STR_INIT("ftp://"), STR_INIT("www.")};
    for (size_t k = 0; k < sizeof prefixes / sizeof *prefixes; k++)
        if (str_starts(canonical, prefixes[k]))
            canonical = str_slice(canonical, prefixes[k].n, canonical.n);
    while (canonical.n && canonical.p[canonical.n - 1] == '/')
        canonical.n--;
    return canonical;
}
