/* SPDX-License-Identifier: MIT
 * Finding a record by what was typed. */
#include "named.h"

enum kripa_status named_missing(struct session *s, enum kripa_status status, const char *noun,
                                const char *name)
{
    if (status != KRIPA_NOT_FOUND)
        return status;
    return kripa_fail(&s->error, status, "there is no %s \"%s\"", noun, name);
}

#define NAMED(noun, call)                                                                          \
    enum kripa_status named_##noun(struct session *s, const char *name, struct kripa_##noun **out) \
    {                                                                                              \
        enum kripa_status status = call(s->kripa, s->viewer, name, &s->arena, out, &s->error);     \
        return named_missing(s, status, #noun, name);                                              \
    }
NAMED(account, kripa_account_find)
NAMED(order, kripa_order_find)
NAMED(product, kripa_product_find)
NAMED(category, kripa_category_get)
NAMED(review, kripa_review_find)
NAMED(banner, kripa_banner_find)
