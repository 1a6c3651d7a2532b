/* SPDX-License-Identifier: MIT
 * By which names a query or a form has the fields of its table. */
#include <string.h>

#include "as_sent.h"
#include "json_member.h"

struct sent {
    const struct kripa_pair *pairs;
    size_t count;
};

/* Returns the last pair with a value for this field, or NULL. */
static const struct kripa_pair *pair_of(const struct sent *sent, const struct kripa_field *field)
{
    for (size_t i = sent->count; i-- > 0;) {
        const struct kripa_pair *pair = &sent->pairs[i];
        bool named = strcmp(pair->name, field->name) == 0 ||
                     (field->alias && strcmp(pair->name, field->alias) == 0);
        if (named && *pair->value)
            return pair;
    }
    return NULL;
}

static void tell_path(void *ctx, const struct kripa_schema *of, struct kp_path *path)
{
    const struct kripa_field *field = kp_path_field(path, of);
    const struct kripa_pair *pair = field ? pair_of(ctx, field) : NULL;
    if (!pair)
        return;
    kp_path_name(path, pair->name);
    if (field->item)
        kp_json_member_as_sent(field, pair->value, path);
}

void kripa_pairs_as_sent(const struct kripa_schema *schema, const struct kripa_pair *pairs,
                         size_t pairs_count, struct kripa_error *err)
{
    struct sent sent = {pairs, pairs_count};
    kp_as_sent(schema, tell_path, &sent, err);
}
