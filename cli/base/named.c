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

enum kripa_status named_account(struct session *s, const char *name, struct kripa_account **out)
{
    enum kripa_status status =
        kripa_account_find(s->kripa, s->viewer, name, &s->arena, out, &s->error);
    return named_missing(s, status, "account", name);
}

enum kripa_status named_order(struct session *s, const char *name, struct kripa_order **out)
{
    enum kripa_status status =
        kripa_order_find(s->kripa, s->viewer, name, &s->arena, out, &s->error);
    return named_missing(s, status, "order", name);
}

enum kripa_status named_product(struct session *s, const char *name, struct kripa_product **out)
{
    enum kripa_status status =
        kripa_product_find(s->kripa, s->viewer, name, &s->arena, out, &s->error);
    return named_missing(s, status, "product", name);
}

enum kripa_status named_category(struct session *s, const char *name, struct kripa_category **out)
{
    enum kripa_status status =
        kripa_category_get(s->kripa, s->viewer, name, &s->arena, out, &s->error);
    return named_missing(s, status, "category", name);
}
