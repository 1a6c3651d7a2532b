/* SPDX-License-Identifier: MIT
 * What a MongoDB server's planner makes of a question, and what it can't: told by control questions
 * whose index is there. Where it can't, its plan says nothing about the shop's indexes. */
#ifndef PLANNER_H
#define PLANNER_H

#include "index_check.h"

#define PLANNER_SKILLS_MAX 16

struct planner {
    bool lacks[PLANNER_SKILLS_MAX];
};
/* Asks the control questions, in a collection of its own. */
void planner_learn(struct planner *planner, mongoc_database_t *database);
/* What the question needs that the planner lacks, in words; NULL: nothing, its plan tells. */
const char *planner_lacks(const struct planner *planner, const bson_t *indexes,
                          const struct asked *asked);
/* Prints all that it lacks, a line each. */
void planner_tell(const struct planner *planner);
/* Whether the server reads the whole collection. `plan`: as JSON, to be freed with bson_free. */
bool planner_scans(mongoc_database_t *database, const struct asked *asked, char **plan);

#endif
