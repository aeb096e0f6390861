/* links_brute.c - paperlink without the look-ahead that skips to where a link may be: each offset
 * of a text is tried in turn. It finds what paperlink finds, or the look-ahead passes over links.
 * Linked before the library, it takes the place of lib/link/hits.c. */
#include "../../lib/link/parts.h"

size_t link_hit(struct str text, size_t from)
{
    return from < text.n ? from : text.n;
}
