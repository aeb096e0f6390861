/* markup.h - plain text out of text with entities, tags or TeX in it.
 *
 * None of these cleans (text.h): what they give may still hold runs of white space. */
#ifndef PAPER_MARKUP_H
#define PAPER_MARKUP_H

#include "paper/buf.h"

/* At an ampersand, the number of bytes of a character reference, `&eacute;`, `&#233;` or `&#xE9;`,
 * and what it stands for appended; 0 where there is none. Names are those of HTML 5, which hold
 * those of XML and of the DTDs that bibliographies use; the semicolon is needed. A number that is
 * no character, or one of C1, is read as HTML 5 has it: Windows-1252, or U+FFFD. */
size_t markup_entity(struct buf *out, struct str s);

/* Appends s with those resolved; whether there was any. */
bool markup_entities(struct buf *out, struct str s);

/* Appends s without HTML, JATS or MathML tags and comments, references resolved, and both again for
 * as long as there are any, up to three times: what feeds escape twice. Only tags that those
 * languages have are taken for tags, so that `a<b` stays. A paragraph's and a line's end, and other
 * block tags, become a space; a section's title gets a colon (`<title>Methods</title>`, but not
 * where it ends in a mark, nor the title "Abstract"). The contents of script, style, annotation and
 * tex-math go. tmp is working space. */
void markup_html(struct buf *out, struct str s, struct buf *tmp);

enum tex {
    TEX_TEXT,  /* what an author types: accents and letters of words alone are resolved */
    TEX_BIBTEX /* what a bibliography holds: besides, \& \% \$ \# \_ and ~ are what they print,
                * ``and'' and \textendash too; \emph, \it and their like go, and
                * braces that are no command's argument */
};

/* Appends s with TeX's accents and letters outside math turned into characters: \"o {\'e} \c{c}
 * \v{s} \ss {\aa}. Math ($..$, \(..\), \[..\]) and other commands stay as they are. */
void markup_tex(struct buf *out, struct str s, enum tex kind);

#endif
