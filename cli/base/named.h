/* SPDX-License-Identifier: MIT
 * Finds records by what people type. If there is none, the error repeats that: a command may have
 * several names, and a script may have made them. */
#ifndef NAMED_H
#define NAMED_H

#include "session.h"

/* By e-mail, id or the end of an id. */
enum kripa_status named_account(struct session *s, const char *name, struct kripa_account **out);
/* By number, id or the end of an id. */
enum kripa_status named_order(struct session *s, const char *name, struct kripa_order **out);
/* By SKU, slug, id or the end of an id. */
enum kripa_status named_product(struct session *s, const char *name, struct kripa_product **out);
/* By id or slug. */
enum kripa_status named_category(struct session *s, const char *name, struct kripa_category **out);
/* By id or the end of an id. */
enum kripa_status named_review(struct session *s, const char *name, struct kripa_review **out);
/* By id or the end of an id. */
enum kripa_status named_review(struct session *s, const char *name, struct kripa_review **out);
enum kripa_status named_banner(struct session *s, const char *name, struct kripa_banner **out);
/* Turns NOT_FOUND into a sentence with the name in it; other statuses stay. */
enum kripa_status named_missing(struct session *s, enum kripa_status status, const char *noun,
                                const char *name);

#endif
