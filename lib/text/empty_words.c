/* empty_words.c - words that no keyphrase holds: English's closed classes, and what papers say of
 * themselves. Sorted, for a binary search. */
#include "paper/words.h"

#include <stdlib.h>

/* clang-format off */
static const char *const empty[] = {
    "a", "able", "about", "above", "according", "accordingly", "achieve", "achieved", "achieves",
    "achieving", "across", "additional", "additionally", "address", "addresses", "addressing",
    "after", "again", "against", "aim", "aims", "al", "all", "allow", "allowing", "allows",
    "almost", "along", "already", "also", "although", "always", "am", "among", "an", "and",
    "another", "any", "appear", "appears", "applied", "apply", "applying", "approach", "approaches",
    "appropriate", "are", "arises", "article", "as", "ask", "aspect", "aspects", "assess", "at",
    "attempt", "available", "away", "based", "be", "became", "because", "become", "becomes", "been",
    "before", "behind", "being", "believe", "below", "besides", "best", "better", "between",
    "beyond", "both", "bring", "brings", "but", "by", "called", "can", "cannot", "certain",
    "challenge", "challenges", "challenging", "choose", "claim", "clear", "clearly", "combine",
    "combined", "combines", "combining", "common", "commonly", "comparable", "compare", "compared",
    "comparing", "completely", "conclude", "conclusion", "conclusions", "conduct", "conducted",
    "consider", "considerable", "considered", "considering", "considers", "consistent",
    "consistently", "consists", "contain", "containing", "contains", "contribution",
    "contributions", "corresponding", "could", "crucial", "current", "currently", "deal",
    "demonstrate", "demonstrated", "demonstrates", "demonstrating", "depend", "depending",
    "depends", "describe", "described", "describes", "describing", "designed", "desirable",
    "despite", "detailed", "determine", "determined", "develop", "developed", "developing", "did",
    "differ", "different", "difficult", "difficulty", "directly", "discuss", "discussed",
    "discusses", "do", "does", "doing", "done", "due", "during", "e.g", "each", "easily", "easy",
    "effective", "effectively", "efficient", "efficiently", "eight", "either", "else",
    "empirically", "enable", "enabled", "enables", "enabling", "enough", "ensure", "entire",
    "especially", "et", "etc", "evaluate", "evaluated", "evaluates", "evaluating", "even", "every",
    "examine", "examined", "example", "examples", "excellent", "exhibit", "exhibits", "exist",
    "existing", "exists", "expected", "experimental", "experimentally", "experiments", "explain",
    "exploit", "exploits", "explore", "explored", "explores", "extend", "extended", "extensive",
    "extensively", "fact", "fail", "far", "few", "fewer", "final", "finally", "find", "finding",
    "findings", "finds", "first", "firstly", "five", "focus", "focused", "focuses", "follow",
    "followed", "following", "follows", "for", "former", "found", "four", "from", "fully",
    "further", "furthermore", "gain", "gains", "gave", "generally", "get", "give", "given", "gives",
    "giving", "go", "good", "great", "greater", "greatly", "had", "has", "have", "having", "he",
    "help", "helps", "hence", "her", "here", "high-quality", "higher", "highest", "highlight",
    "highly", "his", "how", "however", "huge", "i", "i.e", "idea", "ideas", "identified",
    "identify", "identifying", "if", "illustrate", "illustrated", "illustrates", "important",
    "improve", "improved", "improves", "improving", "in", "include", "included", "includes",
    "including", "increase", "increased", "increases", "increasing", "increasingly", "indeed",
    "indicate", "indicated", "indicates", "inspired", "instead", "interesting", "interestingly",
    "into", "introduce", "introduced", "introduces", "introducing", "investigate", "investigated",
    "investigates", "investigating", "involve", "involved", "involves", "involving", "is", "issue",
    "issues", "it", "its", "itself", "just", "keep", "know", "known", "lack", "largely", "larger",
    "lastly", "later", "latter", "lead", "leading", "leads", "least", "led", "left", "less", "let",
    "leverage", "leverages", "leveraging", "like", "likely", "limitation", "limitations", "limited",
    "look", "lower", "made", "main", "mainly", "make", "makes", "making", "manner", "many", "may",
    "might", "more", "moreover", "most", "mostly", "motivated", "much", "must", "namely", "nearly",
    "necessary", "need", "needed", "needs", "neither", "never", "nevertheless", "new", "newly",
    "next", "nine", "no", "non", "none", "nor", "not", "notable", "notably", "novel", "now",
    "numerous", "obtain", "obtained", "obtaining", "obtains", "occur", "occurs", "of", "off",
    "offer", "offers", "often", "on", "once", "one", "ones", "only", "onto", "or", "other",
    "others", "otherwise", "our", "ours", "out", "outperform", "outperforming", "outperforms",
    "over", "overall", "own", "paper", "papers", "particular", "particularly", "per", "perform",
    "performed", "performs", "perhaps", "plays", "poor", "poorly", "popular", "possible",
    "possibly", "potential", "potentially", "practical", "present", "presented", "presents",
    "previous", "previously", "primarily", "prior", "produce", "produced", "produces", "promising",
    "proper", "properly", "propose", "proposed", "proposes", "proposing", "prove", "proved",
    "provide", "provided", "provides", "providing", "publicly", "quite", "raise", "rather",
    "readily", "recent", "recently", "reduce", "reduced", "reduces", "reducing", "regarding",
    "related", "relatively", "released", "relevant", "rely", "relying", "remain", "remaining",
    "remains", "report", "reported", "reports", "require", "required", "requires", "requiring",
    "respect", "respectively", "result", "resulted", "resulting", "results", "reveal", "revealed",
    "reveals", "same", "section", "see", "seen", "seven", "several", "shall", "she", "should",
    "show", "showed", "showing", "shown", "shows", "significant", "significantly", "similar",
    "similarly", "simple", "simply", "since", "six", "smaller", "so", "so-called", "solve",
    "solved", "solving", "some", "sometimes", "specific", "specifically", "state-of-the-art",
    "still", "strongly", "studied", "studying", "substantial", "substantially", "such",
    "sufficient", "suggest", "suggested", "suggesting", "suggests", "suitable", "superior",
    "tackle", "take", "taken", "takes", "taking", "ten", "tend", "than", "that", "the", "their",
    "them", "themselves", "then", "there", "thereby", "therefore", "these", "they", "this",
    "thorough", "those", "though", "three", "through", "throughout", "thus", "to", "together",
    "too", "toward", "towards", "traditional", "truly", "two", "typical", "typically", "under",
    "unlike", "until", "unveil", "unveiling", "up", "upon", "us", "use", "used", "useful", "uses",
    "using", "usually", "utilize", "utilized", "utilizes", "utilizing", "variety", "various",
    "very", "via", "was", "way", "ways", "we", "well", "well-known", "were", "what", "when",
    "where", "whereas", "whether", "which", "while", "who", "whole", "whom", "whose", "why", "wide",
    "widely", "will", "with", "within", "without", "work", "works", "worse", "would", "yet",
    "yield", "yields", "you", "your", "zero",
};
/* clang-format on */

static int by_text(const void *key, const void *element)
{
    const struct str *s = key;
    const char *word = *(const char *const *)element;
    int order = strncmp(s->p, word, s->n);
    return order ? order : word[s->n] ? -1 : 0;
}

bool word_is_empty(struct str lower)
{
    return bsearch(&lower, empty, sizeof empty / sizeof *empty, sizeof *empty, by_text) != NULL;
}
