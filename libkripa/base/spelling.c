/* SPDX-License-Identifier: MIT
 * Whoever decides names a bad field by its row; who asked may have used the row's other name. */
#include "spelling.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

void kp_respell(struct kripa_error_field *bad, struct kripa_error *err, const char *path)
{
    size_t size = strlen(bad->path);
    if (strcmp(bad->path, path) == 0)
        return;
    if (strncmp(err->message, bad->path, size) == 0 && err->message[size] == ':') {
        snprintf(err->message, sizeof err->message, "%s: %s", path, bad->message);
        kp_text_mend(err->message);
    }
    snprintf(bad->path, sizeof bad->path, "%s", path);
}

static bool is_sent(const struct kripa_pair *pairs, size_t pairs_count, const char *name)
{
    for (size_t i = 0; i < pairs_count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return true;
    return false;
}

/* The row's other name, when that is the one that was sent. */
static const char *alias_sent(const struct kripa_schema *schema, const char *name,
                              const struct kripa_pair *pairs, size_t pairs_count)
{
    for (size_t i = 0; i < schema->count; i++) {
        const char *alias = schema->fields[i].alias;
        if (alias && strcmp(schema->fields[i].name, name) == 0 &&
            is_sent(pairs, pairs_count, alias))
            return alias;
    }
    return NULL;
}

void kripa_pairs_respell(const struct kripa_schema *schema, const struct kripa_pair *pairs,
                         size_t pairs_count, struct kripa_error *err)
{
    for (size_t i = 0; i < err->fields_count; i++) {
        struct kripa_error_field *bad = &err->fields[i];
        const char *alias = alias_sent(schema, bad->path, pairs, pairs_count);
        if (alias && !is_sent(pairs, pairs_count, bad->path))
            kp_respell(bad, err, alias);
    }
}
