/* rules.c - the table of hosts and paths: what they are, and their canonical form. */
#include "rules.h"

#include "paper/ascii.h"

enum { ALL = -1, TO_DASH = -2 };

/* A link on `host` (without www.) whose path begins with `path` is of this kind if at least `keep`
 * segments follow; canonical is `base` and those segments, the last without .git. ALL keeps
 * whatever follows, if anything does. The first rule that fits is taken. */
struct rule {
    const char *host, *path;
    int keep;
    enum link_kind kind;
    const char *base;
};

static const struct rule rules[] = {
    {"doi.org", "/10.", ALL, LINK_DOI, "10."},
    {"dx.doi.org", "/10.", ALL, LINK_DOI, "10."},
    {"arxiv.org", "/abs/", ALL, LINK_ARXIV, ""},
    {"arxiv.org", "/pdf/", ALL, LINK_ARXIV, ""},
    {"arxiv.org", "/html/", ALL, LINK_ARXIV, ""},
    {"huggingface.co", "/papers/", 1, LINK_ARXIV, ""},

    {"github.com", "/topics/", ALL, LINK_URL, NULL},
    {"github.com", "/orgs/", ALL, LINK_URL, NULL},
    {"github.com", "/features/", ALL, LINK_URL, NULL},
    {"github.com", "/marketplace/", ALL, LINK_URL, NULL},
    {"github.com", "/sponsors/", ALL, LINK_URL, NULL},
    {"github.com", "/collections/", ALL, LINK_URL, NULL},
    {"github.com", "/about/", ALL, LINK_URL, NULL},
    {"github.com", "/", 2, LINK_CODE, "https://github.com/"},
    {"raw.githubusercontent.com", "/", 2, LINK_CODE, "https://github.com/"},
    {"gist.github.com", "/", 2, LINK_CODE, "https://gist.github.com/"},
    {"gitlab.com", "/", TO_DASH, LINK_CODE, "https://gitlab.com/"},
    {"bitbucket.org", "/", 2, LINK_CODE, "https://bitbucket.org/"},
    {"codeberg.org", "/", 2, LINK_CODE, "https://codeberg.org/"},
    {"sourceforge.net", "/projects/", 1, LINK_CODE, "https://sourceforge.net/projects/"},
    {"anonymous.4open.science", "/r/", 1, LINK_CODE, "https://anonymous.4open.science/r/"},

    {"zenodo.org", "/record/", 1, LINK_DATA, "https://zenodo.org/records/"},
    {"zenodo.org", "/records/", 1, LINK_DATA, "https://zenodo.org/records/"},
    {"huggingface.co", "/datasets/", 2, LINK_DATA, "https://huggingface.co/datasets/"},
    {"hf.co", "/datasets/", 2, LINK_DATA, "https://huggingface.co/datasets/"},
    {"kaggle.com", "/datasets/", 2, LINK_DATA, "https://www.kaggle.com/datasets/"},
    {"openneuro.org", "/datasets/", 1, LINK_DATA, "https://openneuro.org/datasets/"},
    {"figshare.com", "/articles/", ALL, LINK_DATA, "https://figshare.com/articles/"},
    {"osf.io", "/preprints/", ALL, LINK_URL, NULL},
    {"osf.io", "/", 1, LINK_DATA, "https://osf.io/"},

    {"huggingface.co", "/spaces/", 2, LINK_DEMO, "https://huggingface.co/spaces/"},
    {"hf.co", "/spaces/", 2, LINK_DEMO, "https://huggingface.co/spaces/"},
    {"colab.research.google.com", "/", ALL, LINK_DEMO, "https://colab.research.google.com/"},

    {"huggingface.co", "/docs/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/blog/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/collections/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/datasets/", 1, LINK_DATA, "https://huggingface.co/datasets/"},
    {"huggingface.co", "/spaces/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/models/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/organizations/", ALL, LINK_URL, NULL},
    {"huggingface.co", "/", 2, LINK_MODEL, "https://huggingface.co/"},
    {"hf.co", "/papers/", 1, LINK_ARXIV, ""},
    {"hf.co", "/docs/", ALL, LINK_URL, NULL},
    {"hf.co", "/blog/", ALL, LINK_URL, NULL},
    {"hf.co", "/collections/", ALL, LINK_URL, NULL},
    {"hf.co", "/", 2, LINK_MODEL, "https://huggingface.co/"},

    {"youtube.com", "/watch?v=", ALL, LINK_VIDEO, "https://www.youtube.com/watch?v="},
    {"youtu.be", "/", 1, LINK_VIDEO, "https://www.youtube.com/watch?v="},
    {"vimeo.com", "/", 1, LINK_VIDEO, "https://vimeo.com/"},
};

static bool is_segment_end(char c)
{
    return c == '/' || c == '?' || c == '#';
}

/* How many segments stand before one that is "-", or before the end; at least 2. */
static int count_to_dash(struct str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n && !strchr("?#", s.p[i]); i++) {
        size_t from = i;
        while (i < s.n && !is_segment_end(s.p[i]))
            i++;
        if (i == from || (i - from == 1 && s.p[from] == '-'))
            break;
        n++;
        if (i < s.n && s.p[i] != '/')
            break;
    }
    return n < 2 ? 2 : n;
}

/* The first `keep` segments of s, or no text where there are fewer. */
static struct str segments(struct str s, int keep)
{
    size_t i = 0;
    if (keep == ALL)
        return s;
    if (keep == TO_DASH)
        keep = count_to_dash(s);
    for (int k = 0; k < keep; k++) {
        size_t from = i += k > 0;
        while (i < s.n && !is_segment_end(s.p[i]))
            i++;
        if (i == from || (k + 1 < keep && (i == s.n || s.p[i] != '/')))
            return (struct str){s.p, 0};
    }
    return str_slice(s, 0, i);
}

static bool ends(struct str s, struct str with)
{
    return s.n > with.n && str_eq(str_slice(s, s.n - with.n, s.n), with);
}

/* "2401.01234v2", "hep-th/9901001.pdf": without version and ending. */
static struct str arxiv_number(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != '?' && s.p[n] != '#')
        n++;
    s.n = n;
    if (ends(s, STR(".pdf")))
        s.n -= 4;
    for (n = s.n; n > 0 && ascii_digit((unsigned char)s.p[n - 1]);)
        n--;
    if (n > 1 && n < s.n && s.p[n - 1] == 'v')
        s.n = n - 1;
    return s;
}

/* Ends the host at its first byte that is no part of one; false where it has no dot inside. */
static bool host_end(struct str link, size_t host, size_t *end)
{
    size_t i = host, dot = 0;
    for (; i < link.n && !is_segment_end(link.p[i]) && link.p[i] != ':'; i++) {
        unsigned char c = (unsigned char)link.p[i];
        if (!ascii_alnum(c) && c != '-' && c != '.' && c != '_' && c < 0x80)
            return false;
        if (c == '.')
            dot = i;
    }
    *end = i;
    return dot > host && i - dot > 2 && link.p[host] != '.';
}

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

bool rules_apply(struct buf *link, size_t host, enum link_kind *kind)
{
    size_t path;
    if (!host_end(buf_str(link), host, &path))
        return false;
    lower(link->p + host, path - host);
    struct str name = str_slice(buf_str(link), host, path),
               rest = str_slice(buf_str(link), path, link->n);
    if (str_starts(name, STR("www.")))
        name = str_slice(name, 4, name.n);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct str head = str_from(rules[i].path);
        if (!str_eq(name, str_from(rules[i].host)) || !str_starts(rest, head))
            continue;
        struct str tail = segments(str_slice(rest, head.n, rest.n), rules[i].keep);
        if (rules[i].kind == LINK_URL)
            break;
        if (rules[i].kind == LINK_ARXIV)
            tail = arxiv_number(tail);
        if (rules[i].kind == LINK_CODE && ends(tail, STR(".git")))
            tail.n -= 4;
        const char *slash = tail.n ? memchr(tail.p, '/', tail.n) : NULL;
        bool no_suffix = !slash || slash + 1 == tail.p + tail.n;
        if (tail.n == 0 || (tail.p[tail.n - 1] == '/' && rules[i].kind == LINK_CODE) ||
            (rules[i].kind == LINK_DOI && no_suffix))
            continue;
        *kind = rules[i].kind;
        rebuild(link, rules[i].base, tail);
        if (*kind == LINK_DOI)
            lower(link->p, link->n);
        return true;
    }
    *kind = LINK_URL;
    return true;
}
