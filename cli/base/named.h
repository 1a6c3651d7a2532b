/* SPDX-License-Identifier: MIT
 * What people call a record by on the command line. Where there is none the failure repeats what
 * was typed: it may be a name of many, or one that a script put together. */
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
/* NOT_FOUND becomes a sentence with the name in it; any other status stays. */
enum kripa_status named_missing(struct session *s, enum kripa_status status, const char *noun,
                                const char *name);

#endif
