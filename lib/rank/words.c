/* words.c - what words are worth by themselves: those that say nothing, and how else they are
 * spelled. */
#include "parts.h"

#include <stdlib.h>

/* English closed classes, what apostrophes leave of them, and words in which people ask for papers
 * rather than name their subject. Sorted. */
/* clang-format off */
static const char *const stop_words[] = {
    "about", "above", "across", "after", "again", "against", "all", "almost", "also",
    "although", "always", "am", "among", "amongst", "an", "and", "another", "any", "anybody",
    "anyone", "anything", "are", "aren", "around", "article", "articles", "as", "at",
    "available", "away", "be", "became", "because", "become", "becomes", "been", "before",
    "behind", "being", "below", "beside", "besides", "between", "beyond", "both", "but", "by",
    "came", "can", "cannot", "come", "could", "couldn", "dealing", "describe", "described",
    "did", "didn", "discussed", "discussion", "do", "does", "doesn", "doing", "don", "done",
    "down", "due", "during", "each", "either", "else", "enough", "etc", "even", "ever",
    "every", "everyone", "everything", "except", "few", "find", "for", "found", "from",
    "further", "get", "gets", "give", "given", "gives", "go", "goes", "got", "had", "hadn",
    "has", "hasn", "have", "haven", "having", "he", "hence", "her", "here", "hers", "herself",
    "him", "himself", "his", "how", "however", "if", "in", "indeed", "instead", "interested",
    "into", "investigated", "investigation", "investigations", "is", "isn", "it", "its",
    "itself", "just", "keep", "kept", "know", "known", "last", "later", "least", "less", "let",
    "like", "likely", "literature", "ll", "made", "mainly", "make", "makes", "many", "may",
    "maybe", "me", "meanwhile", "might", "mine", "more", "moreover", "most", "mostly", "much",
    "must", "my", "myself", "namely", "near", "nearly", "neither", "never", "nevertheless",
    "no", "nobody", "none", "nor", "not", "nothing", "now", "of", "off", "often", "on", "once",
    "one", "only", "onto", "or", "other", "others", "otherwise", "our", "ours", "ourselves",
    "out", "over", "own", "paper", "papers", "particularly", "per", "perhaps", "please",
    "publication", "publications", "put", "quite", "rather", "re", "really", "regarding",
    "relevant", "report", "reported", "reports", "said", "same", "say", "says", "see", "seem",
    "seemed", "seems", "seen", "several", "shall", "she", "should", "shouldn", "since", "so",
    "some", "somebody", "someone", "something", "sometimes", "somewhat", "still", "studied",
    "studies", "study", "such", "take", "taken", "takes", "than", "that", "the", "their",
    "theirs", "them", "themselves", "then", "there", "thereby", "therefore", "these", "they",
    "thing", "things", "this", "those", "though", "through", "throughout", "thus", "to",
    "together", "too", "toward", "towards", "under", "unless", "unlike", "until", "up", "upon",
    "us", "use", "used", "useful", "uses", "using", "usually", "various", "ve", "very", "via",
    "was", "wasn", "way", "we", "well", "went", "were", "weren", "what", "whatever", "when",
    "whenever", "where", "whereas", "whether", "which", "while", "who", "whole", "whom",
    "whose", "why", "will", "wish", "with", "within", "without", "won", "would", "wouldn",
    "yet", "you", "your", "yours", "yourself",
};
/* clang-format on */

static int by_text(const void *key, const void *element)
{
    const struct str *s = key;
    const char *word = *(const char *const *)element;
    int order = strncmp(s->p, word, s->n);
    return order ? order : word[s->n] ? -1 : 0;
}

bool is_stop_word(struct str word)
{
    const size_t n = sizeof stop_words / sizeof *stop_words;
    return word.n == 1 || bsearch(&word, stop_words, n, sizeof *stop_words, by_text);
}

/* In a word that has at least `least` bytes in British, one stands for the other, though not at its
 * beginning. */
static const struct spelled {
    struct str british, american;
    size_t least;
} spelled[] = {
    {STR_INIT("isation"), STR_INIT("ization"), 0}, {STR_INIT("ising"), STR_INIT("izing"), 0},
    {STR_INIT("ise"), STR_INIT("ize"), 6},         {STR_INIT("yse"), STR_INIT("yze"), 0},
    {STR_INIT("our"), STR_INIT("or"), 6},          {STR_INIT("aem"), STR_INIT("em"), 6},
    {STR_INIT("oed"), STR_INIT("ed"), 6},          {STR_INIT("tre"), STR_INIT("ter"), 6},
};

/* The offset behind its first byte at which `part` stands first in the word; 0: nowhere. */
static size_t find_part(struct str word, struct str part)
{
    for (size_t i = 1; i + part.n <= word.n; i++)
        if (memcmp(word.p + i, part.p, part.n) == 0)
            return i;
    return 0;
}

/* The word with `to` for `from`; its length, 0 where that does not stand in it. */
static size_t spell(struct str word, struct str from, struct str to, size_t least, char *out)
{
    size_t at = find_part(word, from), n = word.n + to.n - from.n;
    if (at == 0 || n > MAX_WORD || (from.n < to.n ? n : word.n) < least)
        return 0;
    memcpy(out, word.p, at);
    memcpy(out + at, to.p, to.n);
    memcpy(out + at + to.n, word.p + at + from.n, word.n - at - from.n);
    return n;
}

size_t spellings(struct str word, char out[][MAX_WORD], size_t *length)
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled && n < MAX_SPELLINGS; i++) {
        const struct spelled *s = &spelled[i];
        length[n] = spell(word, s->british, s->american, s->least, out[n]);
        if (!length[n])
            length[n] = spell(word, s->american, s->british, s->least, out[n]);
        n += length[n] > 0;
    }
    return n;
}
