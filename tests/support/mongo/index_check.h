/* SPDX-License-Identifier: MIT
 * Whether an index answers a query of MongoDB's, told from the query and the indexes alone, so that
 * it holds for every server: planners differ, and choose by what is stored. */
#ifndef INDEX_CHECK_H
#define INDEX_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <mongoc/mongoc.h>

struct asked {
    const char *collection; /* in the command */
    bson_t filter, sort;    /* borrow from the command; sort: empty when there is none */
};
/* False: the command asks nothing (an insert, a commit, ...). */
bool asked_of(const bson_t *command, struct asked *out);
/* The question without its values: questions alike have one text. To be freed with bson_free. */
char *asked_shape(const struct asked *asked);

/* `indexes`: what listIndexes gave, as members of one document. A question that sorts by a value
 * needs an index that gives this order after what the filter fixes; any other, an index that begins
 * with something the filter bounds. */
bool index_answers(const bson_t *indexes, const struct asked *asked);
/* Whether one that holds every document does. */
bool index_answers_without_partial(const bson_t *indexes, const struct asked *asked);
/* False: it says "$and" of one condition, or an order of the one document whose _id it gives. */
bool asked_plainly(const struct asked *asked);

#endif
