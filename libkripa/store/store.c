/* SPDX-License-Identifier: MIT
 * Opening a store by its URI: a table of kinds. */
#include <string.h>

#include "sqlite.h"

static const struct store_kind {
    const char *scheme;
    enum kripa_status (*open)(const char *rest, bool create,
                              const struct kripa_schema *const *schemas, struct kripa_store **out,
                              struct kripa_error *err);
} kinds[] = {
    {"sqlite:", kp_sqlite_open},
};

enum kripa_status kripa_store_open(const char *uri, bool create,
                                   const struct kripa_schema *const *schemas,
                                   struct kripa_store **out, struct kripa_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i].scheme);
        if (strncmp(uri, kinds[i].scheme, size) == 0)
            return kinds[i].open(uri + size, create, schemas, out, err);
    }
    return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                            "names no kind of store; it begins with sqlite:");
}

void kripa_store_close(struct kripa_store *store)
{
    if (store)
        store->ops->close(store);
}
