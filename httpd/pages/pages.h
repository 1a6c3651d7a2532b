/* SPDX-License-Identifier: MIT
 * Pages for people, outside the API and its document: the demo shop at /demo. */
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>

struct kripad;

/* Fills kripad->pages and kripad->page_policy; false when out of memory. */
bool pages_open(struct kripad *kripad);

#endif
