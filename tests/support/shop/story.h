/* SPDX-License-Identifier: MIT
 * A shop's life through every route of the API. What isn't answered as it should be ends the
 * test. */
#ifndef STORY_H
#define STORY_H

#include "walk.h"

/* All of it, in a new shop. */
void story_tell(struct walk *walk);

/* Its parts, where one is enough. */
void story_categories(struct walk *walk);
/* Three products; the ids of the two that are there to buy. */
void story_products(struct walk *walk, const char *ids[2]);
/* The id of an order of one line. */
const char *story_order(struct walk *walk, enum kripa_role role, const char *path,
                        const char *product, int qty);

#endif
