/* SPDX-License-Identifier: MIT
 * Slugs: made of a name, and unique. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "query.h"
#include "slug.h"

#define NUMBER_MAX 200 /* after "fan-200" the caller must give a slug */

static enum kripa_status taken(const struct kp_call *call, const struct kripa_schema *of,
                               struct kripa_id id, const char *slug, bool *out)
{
    struct kp_query query = kp_query_of(call->arena, of);
    kp_where(&query, "slug", KRIPA_EQ, kp_text(slug));
    kp_where(&query, "_id", KRIPA_NE, kp_id(id));
    int64_t count = 0;
    enum kripa_status status = kp_count(call, &query, 1, &count);
    *out = count > 0;
    return status;
}

/* A name without letters or digits gives no slug: then it is the id. */
static const char *first_choice(struct kripa_arena *arena, struct kripa_id id, const char *name)
{
    const char *slug = kp_text_slug(arena, name);
    if (!slug || *slug)
        return slug;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return kripa_arena_text(arena, text, KRIPA_ID_TEXT_SIZE - 1);
}

enum kripa_status kp_slug_make(const struct kp_call *call, const struct kripa_schema *of,
                               struct kripa_id id, const char *name, const char **slug)
{
    const char *base = first_choice(call->arena, id, name), *choice = base;
    for (int number = 2; choice && number <= NUMBER_MAX; number++) {
        bool is_taken;
        enum kripa_status status = taken(call, of, id, choice, &is_taken);
        if (status != KRIPA_OK)
            return status;
        if (!is_taken) {
            *slug = choice;
            return KRIPA_OK;
        }
        choice = kripa_arena_format(call->arena, "%s-%d", base, number);
    }
    if (!choice)
        return kp_no_memory(call->err);
    return kripa_fail_field(call->err, KRIPA_EXISTS, "slug",
                            "must be given: too many are like %.80s", base);
}

bool kp_error_names(const struct kripa_error *err, const char *field)
{
    for (size_t i = 0; i < err->fields_count; i++)
        if (strcmp(err->fields[i].path, field) == 0)
            return true;
    return false;
}
