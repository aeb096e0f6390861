/* page.h - what a line of a copied page is by itself, before any guess: furniture, a heading, a
 * link, a date, or text. Internal to lib/read.
 *
 * The page may be bare text, what a text browser printed, or Markdown. Links are taken apart here,
 * so that listing.c sees text alone. What a link or a date tells of a paper is given as facts. */
#ifndef READ_PAGE_H
#define READ_PAGE_H

#include "paper/buf.h"

enum page_kind {
    PAGE_BLANK,
    PAGE_FURNITURE,
    PAGE_END,    /* furniture that stands between papers, or behind an abstract */
    PAGE_DAILY,  /* the first tab: what stood alone before it was the search that was made */
    PAGE_BUTTON, /* the words before the button that is glued to the first title */
    PAGE_BY,     /* the words before the search that was made */
    PAGE_LINK,   /* a link to another page; its text is none of a paper's */
    PAGE_URL,    /* an address and nothing else */
    PAGE_TEXT,
    PAGE_TITLE /* text that is a title for sure: a heading, or a link to another paper */
};

enum fact_kind { FACT_URL = 'u', FACT_CODE = 'c', FACT_DATE = 'd' };

struct fact {
    enum fact_kind kind;
    struct str text;
};

enum { PAGE_FACTS = 4 };

struct page_line {
    enum page_kind kind;
    struct str text; /* clean; valid as long as the raw line is, and until the next */
    size_t mark;     /* its first bytes, which are a list's mark, if it is a title */
    bool open;       /* a link that began in this line goes on in the next */
    bool onsite;     /* PAGE_URL: leads into the site, to no paper */
    struct fact fact[PAGE_FACTS];
    size_t facts;
};

struct page {
    int level;      /* of the headings that are titles, 0 for none */
    int width;      /* where lines were wrapped, 0 where they were not */
    bool links;     /* there are Markdown's links */
    bool cr;        /* lines end in CR alone */
    bool inside;    /* the next line is of the head of the file, between "---" */
    bool any;       /* its first line was seen */
    bool titled;    /* a heading that is a title was seen */
    bool submitted; /* the next line may be a name */
    struct buf clean, work, text;
    struct buf paper; /* the number of the one that a link led to last */
};

/* Looks at the beginning of the file. */
void page_measure(struct page *p, struct str head);

/* Tells what the line is. */
void page_line(struct page *p, struct str raw, struct page_line *l);

bool page_failed(const struct page *p);
void page_free(struct page *p);

/* Whether the text is one of the page's own. */
bool page_is_furniture(struct str s);

/* Takes the first line off *head, at LF or CR, trimmed. */
struct str page_head_line(struct str *head);

/* Whether s begins with these small letters in whatever case. */
bool page_begins(struct str s, struct str lower);

/* Characters, each taken for one column. */
int page_columns(struct str s);

#endif
