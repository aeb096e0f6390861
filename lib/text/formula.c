/* formula.c - what a spreadsheet would run, by how it begins; the list is OWASP's ("CSV
 * Injection"), without the TAB and the line ends that no value holds. The apostrophe shows what
 * follows as text, and is itself shown only where one stands before it. */
#include "paper/text.h"

bool text_is_formula(struct str s)
{
    static const struct str wide[] = {
        /* U+FF0B, U+FF0D, U+FF1D, U+FF20: full-width forms, which some take for the others */
        STR_INIT("\xEF\xBC\x8B"),
        STR_INIT("\xEF\xBC\x8D"),
        STR_INIT("\xEF\xBC\x9D"),
        STR_INIT("\xEF\xBC\xA0"),
    };
    if (s.n == 0)
        return false;
    bool found = s.p[0] && strchr("=+-@'", s.p[0]);
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        found |= str_starts(s, wide[i]);
    return found;
}
