/* rules.c - the table of hosts and paths: what they are, and their canonical form. */
#include "parts.h"

#include "paper/ascii.h"

#include <stdint.h>

/* A link on `host` (without www.) whose path begins with `path`, and of which at least `need`
 * segments follow, is of this kind; its canonical form is `base` and those segments, with REST also
 * what stands behind them. A host that begins with "*." stands for all below it, one that ends in
 * ".*" for all that begin so, and a base of NULL leaves the link as it is. The first row that fits
 * is taken. */
enum { REST = 16 };

struct rule {
    struct str host, path;
    int need;
    enum link_kind kind;
    const char *base;
};

#define RULE(host, path, need, kind, base)               \
    {                                                    \
        STR_INIT(host), STR_INIT(path), need, kind, base \
    }

static const struct rule rules[] = {
    RULE("doi.org", "/10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.org", "/doi:10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.org", "/doi/10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.acm.org", "/10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.ieeecomputersociety.org", "/10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.wiley.com", "/10.", 1 | REST, LINK_DOI, "10."),
    RULE("doi.pangaea.de", "/10.", 1 | REST, LINK_DOI, "10."),

    RULE("arxiv.org", "/abs/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/pdf/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/html/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/ps/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/format/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/src/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/e-print/", 1 | REST, LINK_ARXIV, ""),
    RULE("arxiv.org", "/", 1 | REST, LINK_ARXIV, ""),
    RULE("ar5iv.org", "/html/", 1 | REST, LINK_ARXIV, ""),
    RULE("ar5iv.org", "/abs/", 1 | REST, LINK_ARXIV, ""),
    RULE("ar5iv.labs.arxiv.org", "/html/", 1 | REST, LINK_ARXIV, ""),
    RULE("alphaxiv.org", "/abs/", 1 | REST, LINK_ARXIV, ""),
    RULE("huggingface.co", "/papers/", 1, LINK_ARXIV, ""),

    RULE("pubmed.ncbi.nlm.nih.gov", "/", 1, LINK_PMID, ""),
    RULE("ncbi.nlm.nih.gov", "/pubmed/", 1, LINK_PMID, ""),
    RULE("europepmc.org", "/article/MED/", 1, LINK_PMID, ""),
    RULE("europepmc.org", "/abstract/MED/", 1, LINK_PMID, ""),
    RULE("ncbi.nlm.nih.gov", "/pmc/articles/PMC", 1, LINK_PMCID, "PMC"),
    RULE("pmc.ncbi.nlm.nih.gov", "/articles/PMC", 1, LINK_PMCID, "PMC"),
    RULE("europepmc.org", "/article/PMC/PMC", 1, LINK_PMCID, "PMC"),
    RULE("europepmc.org", "/articles/PMC", 1, LINK_PMCID, "PMC"),

    RULE("github.com", "/about/", 0, LINK_URL, NULL),
    RULE("github.com", "/apps/", 0, LINK_URL, NULL),
    RULE("github.com", "/collections/", 0, LINK_URL, NULL),
    RULE("github.com", "/features/", 0, LINK_URL, NULL),
    RULE("github.com", "/marketplace/", 0, LINK_URL, NULL),
    RULE("github.com", "/orgs/", 0, LINK_URL, NULL),
    RULE("github.com", "/settings/", 0, LINK_URL, NULL),
    RULE("github.com", "/sponsors/", 0, LINK_URL, NULL),
    RULE("github.com", "/topics/", 0, LINK_URL, NULL),
    RULE("github.com", "/trending/", 0, LINK_URL, NULL),
    RULE("github.com", "/", 2 | REST, LINK_CODE, "https://github.com/"),
    RULE("raw.githubusercontent.com", "/", 2, LINK_CODE, "https://github.com/"),
    RULE("raw.github.com", "/", 2, LINK_CODE, "https://github.com/"),
    RULE("gist.github.com", "/", 1 | REST, LINK_CODE, "https://gist.github.com/"),
    RULE("gitlab.com", "/explore/", 0, LINK_URL, NULL),
    RULE("gitlab.com", "/", 2 | REST, LINK_CODE, "https://gitlab.com/"),
    RULE("gitlab.*", "/", 2 | REST, LINK_CODE, NULL),
    RULE("git.*", "/", 2 | REST, LINK_CODE, NULL),
    RULE("framagit.org", "/", 2 | REST, LINK_CODE, "https://framagit.org/"),
    RULE("bitbucket.org", "/", 2 | REST, LINK_CODE, "https://bitbucket.org/"),
    RULE("codeberg.org", "/", 2 | REST, LINK_CODE, "https://codeberg.org/"),
    RULE("gitee.com", "/", 2 | REST, LINK_CODE, "https://gitee.com/"),
    RULE("sourceforge.net", "/projects/", 1 | REST, LINK_CODE, "https://sourceforge.net/projects/"),
    RULE("sourceforge.net", "/p/", 1 | REST, LINK_CODE, "https://sourceforge.net/p/"),
    RULE("*.sourceforge.net", "", 0, LINK_CODE, NULL),
    RULE("*.sf.net", "", 0, LINK_CODE, NULL),
    RULE("code.google.com", "/p/", 1 | REST, LINK_CODE, "https://code.google.com/p/"),
    RULE("codeocean.com", "/capsule/", 1 | REST, LINK_CODE, "https://codeocean.com/capsule/"),
    RULE("anonymous.4open.science", "/r/", 1 | REST, LINK_CODE,
         "https://anonymous.4open.science/r/"),
    RULE("anonymous.4open.science", "/repository/", 1 | REST, LINK_CODE,
         "https://anonymous.4open.science/repository/"),
    RULE("anonymous.4open.science", "/", 0, LINK_CODE, NULL),

    RULE("zenodo.org", "/doi/10.", 1 | REST, LINK_DOI, "10."),
    RULE("zenodo.org", "/badge/doi/10.", 1 | REST, LINK_DOI, "10."),
    RULE("zenodo.org", "/", 1 | REST, LINK_DATA, "https://zenodo.org/"),
    RULE("figshare.com", "/articles/", 1 | REST, LINK_DATA, "https://figshare.com/articles/"),
    RULE("figshare.com", "/s/", 1 | REST, LINK_DATA, "https://figshare.com/s/"),
    RULE("figshare.com", "/", 2, LINK_DATA, NULL),
    RULE("*.figshare.com", "/", 1, LINK_DATA, NULL),
    RULE("dataverse.*", "/", 1, LINK_DATA, NULL),
    RULE("huggingface.co", "/datasets/", 1 | REST, LINK_DATA, "https://huggingface.co/datasets/"),
    RULE("kaggle.com", "/datasets/", 1 | REST, LINK_DATA, "https://www.kaggle.com/datasets/"),
    RULE("kaggle.com", "/c/", 1 | REST, LINK_DATA, "https://www.kaggle.com/c/"),
    RULE("kaggle.com", "/competitions/", 1 | REST, LINK_DATA,
         "https://www.kaggle.com/competitions/"),
    RULE("kaggle.com", "/models/", 1 | REST, LINK_MODEL, "https://www.kaggle.com/models/"),
    RULE("kaggle.com", "/code/", 1 | REST, LINK_CODE, "https://www.kaggle.com/code/"),
    RULE("kaggle.com", "/discussions/", 0, LINK_URL, NULL),
    RULE("kaggle.com", "/docs/", 0, LINK_URL, NULL),
    RULE("kaggle.com", "/learn/", 0, LINK_URL, NULL),
    RULE("kaggle.com", "/", 2 | REST, LINK_DATA, "https://www.kaggle.com/"),
    RULE("openneuro.org", "/datasets/", 1 | REST, LINK_DATA, "https://openneuro.org/datasets/"),
    RULE("osf.io", "/preprints/", 0, LINK_URL, NULL),
    RULE("osf.io", "/", 1 | REST, LINK_DATA, "https://osf.io/"),
    RULE("datadryad.org", "/", 1, LINK_DATA, NULL),
    RULE("data.mendeley.com", "/", 1, LINK_DATA, NULL),
    RULE("ieee-dataport.org", "/", 1, LINK_DATA, NULL),
    RULE("physionet.org", "/", 1, LINK_DATA, NULL),
    RULE("archive.ics.uci.edu", "/", 1, LINK_DATA, NULL),
    RULE("data.4tu.nl", "/", 1, LINK_DATA, NULL),
    RULE("openml.org", "/d/", 1, LINK_DATA, NULL),
    RULE("modelscope.cn", "/datasets/", 2, LINK_DATA, NULL),

    RULE("huggingface.co", "/spaces/", 2 | REST, LINK_DEMO, "https://huggingface.co/spaces/"),
    RULE("*.hf.space", "", 0, LINK_DEMO, NULL),
    RULE("colab.research.google.com", "/", 1 | REST, LINK_DEMO,
         "https://colab.research.google.com/"),
    RULE("mybinder.org", "/", 1, LINK_DEMO, NULL),
    RULE("*.streamlit.app", "", 0, LINK_DEMO, NULL),
    RULE("*.gradio.app", "", 0, LINK_DEMO, NULL),
    RULE("*.gradio.live", "", 0, LINK_DEMO, NULL),
    RULE("*.shinyapps.io", "", 0, LINK_DEMO, NULL),
    RULE("modelscope.cn", "/studios/", 2, LINK_DEMO, NULL),

    RULE("huggingface.co", "/blog/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/collections/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/docs/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/learn/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/models/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/organizations/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/papers/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/posts/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/spaces/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/tasks/", 0, LINK_URL, NULL),
    RULE("huggingface.co", "/", 2 | REST, LINK_MODEL, "https://huggingface.co/"),
    RULE("modelscope.cn", "/models/", 2, LINK_MODEL, NULL),
    RULE("tfhub.dev", "/", 2, LINK_MODEL, NULL),

    RULE("youtu.be", "/", 1 | REST, LINK_VIDEO, "https://youtu.be/"),
    RULE("youtube.com", "/", 1 | REST, LINK_VIDEO, "https://www.youtube.com/"),
    RULE("youtube-nocookie.com", "/embed/", 1, LINK_VIDEO, "https://youtu.be/"),
    RULE("vimeo.com", "/", 1 | REST, LINK_VIDEO, "https://vimeo.com/"),
    RULE("player.vimeo.com", "/video/", 1, LINK_VIDEO, "https://vimeo.com/"),
    RULE("bilibili.com", "/video/", 1 | REST, LINK_VIDEO, "https://www.bilibili.com/video/"),

    /* known without a scheme, too */
    RULE("bit.ly", "/", 1, LINK_URL, NULL),
    RULE("goo.gl", "/", 1, LINK_URL, NULL),
    RULE("t.co", "/", 1, LINK_URL, NULL),
    RULE("git.io", "/", 1, LINK_URL, NULL),
    RULE("aka.ms", "/", 1, LINK_URL, NULL),
    RULE("w3id.org", "/", 1, LINK_URL, NULL),
};

/* Hosts that are another one's. */
static const struct {
    struct str host, is;
} aliases[] = {
    {STR_INIT("dx.doi.org"), STR_INIT("doi.org")},
    {STR_INIT("export.arxiv.org"), STR_INIT("arxiv.org")},
    {STR_INIT("xxx.lanl.gov"), STR_INIT("arxiv.org")},
    {STR_INIT("cn.arxiv.org"), STR_INIT("arxiv.org")},
    {STR_INIT("hf.co"), STR_INIT("huggingface.co")},
    {STR_INIT("m.youtube.com"), STR_INIT("youtube.com")},
    {STR_INIT("sf.net"), STR_INIT("sourceforge.net")},
    {STR_INIT("kaggle.org"), STR_INIT("kaggle.com")},
};

static bool ends(struct str s, struct str with)
{
    return s.n >= with.n && str_eq(str_slice(s, s.n - with.n, s.n), with);
}

/* The name by which the table has a host. */
static struct str table_name(struct str host)
{
    if (str_starts(host, STR("www.")))
        host = str_slice(host, 4, host.n);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (str_eq(host, aliases[i].host))
            return aliases[i].is;
    return host;
}

static bool host_fits(struct str host, struct str pattern)
{
    if (str_starts(pattern, STR("*.")))
        return host.n > pattern.n - 1 && ends(host, str_slice(pattern, 1, pattern.n));
    if (ends(pattern, STR(".*")))
        return str_starts(host, str_slice(pattern, 0, pattern.n - 1));
    return str_eq(host, pattern);
}

bool rules_know(struct str host)
{
    host = table_name(host);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (host_fits(host, rules[i].host))
            return true;
    return false;
}

/* ---- paths ---- */

static bool is_segment_end(char c)
{
    return c == '/' || c == '?' || c == '#';
}

/* How many segments s begins with before its end, a query or an empty one. */
static int count_segments(struct str s)
{
    int n = 0;
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        if (i < s.n && !is_segment_end(s.p[i]))
            continue;
        if (i == from)
            break;
        n++;
        from = i + 1;
        if (i < s.n && s.p[i] != '/')
            break;
    }
    return n;
}

bool rules_lack(struct str host, struct str path)
{
    host = table_name(host);
    if (path.n && path.p[0] == '/')
        path = str_slice(path, 1, path.n);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].kind == LINK_CODE && rules[i].path.n == 1 && (rules[i].need & 15) == 2 &&
            host_fits(host, rules[i].host))
            return count_segments(path) < 2;
    return false;
}

/* The end of the first n segments of s. */
static size_t segments_end(struct str s, int n)
{
    size_t i = 0;
    for (int k = 0; k < n; k++) {
        i += k > 0;
        while (i < s.n && !is_segment_end(s.p[i]))
            i++;
    }
    return i;
}

/* Without what names the same place: .git, /tree/main, a slash, an empty query. */
static struct str same_place(struct str s)
{
    static const struct str idle[] = {
        STR_INIT("/"),    STR_INIT("#"),           STR_INIT("?"),
        STR_INIT(".git"), STR_INIT("/tree/main"),  STR_INIT("/tree/master"),
        STR_INIT("/-"),   STR_INIT("/src/master"), STR_INIT("#readme"),
    };
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (s.n > idle[i].n && ends(s, idle[i])) {
            s.n -= idle[i].n;
            i = SIZE_MAX; /* from the first again */
        }
    return s;
}

/* Whether a path leads to what the host alone does. */
static bool is_root(struct str path)
{
    return str_eq(same_place(path), STR("/"));
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_digit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

static bool is_forge(enum link_kind kind)
{
    return kind == LINK_CODE || kind == LINK_DATA || kind == LINK_MODEL || kind == LINK_DEMO;
}

/* What of the path belongs to the canonical form; no text where the rule does not fit. */
static struct str kept(const struct rule *r, struct str path)
{
    const int need = r->need & 15;
    if (count_segments(path) < need)
        return STR("");
    struct str tail = r->need & REST ? path : str_slice(path, 0, segments_end(path, need));
    if (is_forge(r->kind))
        tail = same_place(tail);
    if (count_segments(tail) < need)
        return STR("");
    bool number = r->kind == LINK_PMID || r->kind == LINK_PMCID;
    return !number || all_digits(tail) ? tail : STR("");
}

/* ---- canonical forms ---- */

static void lower(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (char)ascii_to_lower((unsigned char)p[i]);
}

/* Replaces the link by base and tail, which is a part of it. */
static void rebuild(struct buf *link, const char *base, struct str tail)
{
    size_t base_n = strlen(base), tail_at = (size_t)(tail.p - link->p);
    if (!buf_reserve(link, base_n))
        return;
    memmove(link->p + base_n, link->p + tail_at, tail.n);
    memcpy(link->p, base, base_n);
    link->n = base_n + tail.n;
}

/* The number that stands at the end of the link, in place of all of it. */
static bool to_arxiv(struct buf *link, struct str tail, unsigned *version)
{
    char room[32];
    struct buf number = {.p = room, .cap = sizeof room};
    size_t n = number_arxiv_read(tail, &number, version);
    if (n == 0 || (n < tail.n && ascii_alnum((unsigned char)tail.p[n])))
        return false;
    link->n = 0;
    buf_put(link, number.p, number.n);
    return true;
}

/* Whether something stands behind a slash, which may be percent-encoded. */
static bool has_suffix(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '/' || (i + 3 < s.n && s.p[i] == '%' && s.p[i + 1] == '2' &&
                              ascii_to_lower((unsigned char)s.p[i + 2]) == 'f'))
            return true;
    return false;
}

/* Makes the link what the rule says; false, and it is as it was, where that does not fit. */
static bool apply(const struct rule *r, struct buf *link, struct str path, struct found *f)
{
    struct str tail = kept(r, path);
    if (r->base == NULL) {
        if (tail.n == 0 && (r->need & 15) > 0)
            return false;
        link->n -= r->kind == LINK_URL ? 0 : path.n - (is_root(path) ? 0 : same_place(path).n);
    } else if (tail.n == 0) {
        return false;
    } else if (r->kind == LINK_ARXIV) {
        if (!to_arxiv(link, tail, &f->version))
            return false;
    } else if (r->kind == LINK_DOI) {
        while (tail.n && tail.p[tail.n - 1] == '/')
            tail.n--;
        if (!has_suffix(tail))
            return false;
        rebuild(link, r->base, tail);
        number_doi_decode(link, 0);
        lower(link->p, link->n);
    } else {
        rebuild(link, r->base, tail);
    }
    f->kind = r->kind;
    return true;
}

void rules_apply(struct buf *link, size_t host, struct found *f)
{
    size_t end = host;
    while (end < link->n && !is_segment_end(link->p[end]) && link->p[end] != ':')
        end++;
    const struct str written = str_slice(buf_str(link), host, end),
                     path = str_slice(buf_str(link), end, link->n), name = table_name(written);
    f->kind = LINK_URL;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *r = &rules[i];
        if (host_fits(name, r->host) && str_starts(path, r->path) &&
            apply(r, link, str_slice(path, r->path.n, path.n), f))
            return;
    }
}
