/* SPDX-License-Identifier: MIT
 * Opens a store by its URI, with a table of kinds. */
#include <string.h>

#include "store/mongo/mongo.h"
#include "store/sqlite/sqlite.h"

static const struct store_kind {
    const char *scheme;
    bool whole; /* the scheme is a part of what the store's kind opens */
    enum kripa_status (*check)(const char *rest, struct kripa_error *err);
    enum kripa_status (*open)(const char *rest, bool create, int64_t connections,
                              const struct kripa_schema *const *schemas, struct kripa_store **out,
                              struct kripa_error *err);
    enum kripa_status (*restore)(const char *from, const char *rest, enum kripa_placing placing,
                                 const struct kripa_schema *const *schemas,
                                 kripa_copy_check_fn *check, void *ctx, char kept[KRIPA_KEPT_SIZE],
                                 struct kripa_error *err);
} kinds[] = {
    {"sqlite:", false, kp_sqlite_check_uri, kp_sqlite_open, kp_sqlite_restore},
    {"mongodb://", true, kp_mongo_check_uri, kp_mongo_open, kp_mongo_restore},
    {"mongodb+srv://", true, kp_mongo_check_uri, kp_mongo_open, kp_mongo_restore},
};

/* *rest: what follows the scheme. NULL: the URI names no kind. */
static const struct store_kind *find_kind(const char *uri, const char **rest,
                                          struct kripa_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i].scheme);
        *rest = uri + (kinds[i].whole ? 0 : size);
        if (strncmp(uri, kinds[i].scheme, size) == 0)
            return &kinds[i];
    }
    kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                     "names no kind of store; it begins with sqlite: or mongodb://");
    return NULL;
}

enum kripa_status kripa_store_uri_check(const char *uri, struct kripa_error *err)
{
    const char *rest;
    const struct store_kind *kind = find_kind(uri, &rest, err);
    return kind ? kind->check(rest, err) : KRIPA_INVALID;
}

enum kripa_status kripa_store_open(const char *uri, bool create, int64_t connections,
                                   const struct kripa_schema *const *schemas,
                                   struct kripa_store **out, struct kripa_error *err)
{
    const char *rest;
    const struct store_kind *kind = find_kind(uri, &rest, err);
    return kind ? kind->open(rest, create, connections, schemas, out, err) : KRIPA_INVALID;
}

enum kripa_status kripa_store_restore(const char *from, const char *uri, enum kripa_placing placing,
                                      const struct kripa_schema *const *schemas,
                                      kripa_copy_check_fn *check, void *ctx,
                                      char kept[KRIPA_KEPT_SIZE], struct kripa_error *err)
{
    const char *rest;
    const struct store_kind *kind = find_kind(uri, &rest, err);
    return kind ? kind->restore(from, rest, placing, schemas, check, ctx, kept, err)
                : KRIPA_INVALID;
}

void kripa_store_close(struct kripa_store *store)
{
    if (store)
        store->ops->close(store);
}
