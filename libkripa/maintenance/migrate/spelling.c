/* SPDX-License-Identifier: MIT
 * Spellings of another program that no reader can tell from Kripa's. Of duplicate tags the first
 * one stays. Slugs of names with an emoji have invisible characters, which nobody can type; links
 * with them lead to the corrected slug. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "internal.h"

struct slug_to_mend {
    struct slug_to_mend *next;
    struct kripa_id id;
    const char *is, *want;
};
struct spelling_scan {
    struct kp_migration *migration;
    const struct kripa_field *slug; /* the slug's field in the table */
    struct slug_to_mend *first, **end;
};

/* Every table's first field is the id. */
static enum kripa_status note_spelling(void *ctx, const void *record)
{
    struct spelling_scan *spelling_scan = ctx;
    struct kripa_arena *arena = &spelling_scan->migration->arena;
    const char *is;
    memcpy(&is, (const char *)record + spelling_scan->slug->at, sizeof is);
    if (!is || !kp_text_has_selector(is))
        return KRIPA_OK;
    const char *want = kp_text_slug_seen(arena, is);
    struct slug_to_mend *mending = kripa_arena_alloc(arena, sizeof *mending, 1);
    if (!want || !mending)
        return kp_no_memory(spelling_scan->migration->call.err);
    if (!*want)
        return KRIPA_OK;
    *mending = (struct slug_to_mend){.id = *(const struct kripa_id *)record, .want = want};
    mending->is = kripa_arena_text(arena, is, strlen(is));
    *spelling_scan->end = mending;
    spelling_scan->end = &mending->next;
    return mending->is ? KRIPA_OK : kp_no_memory(spelling_scan->migration->call.err);
}

/* The unique index decides whether the slug is taken: then it stays, as links must lead here. */
static enum kripa_status mend(struct kp_migration *migration, const struct kripa_schema *of,
                              const struct slug_to_mend *mending)
{
    struct kripa_error problem = {0}, *err = migration->call.err;
    kp_migrate_page_begin(migration);
    struct kp_change change = kp_change_in(&migration->call);
    kp_update(&change, of, mending->id);
    kp_require(&change, "slug", KRIPA_EQ, kp_text(mending->is));
    kp_set(&change, "slug", kp_text(mending->want));
    kp_counted(migration, KP_COUNTED_SLUGS, 1);
    migration->call.err = &problem;
    enum kripa_status status = kp_migrate_commit(migration, &change);
    migration->call.err = err;
    if (status == KRIPA_EXISTS) {
        kp_migrate_page_begin(migration);
        struct kp_change nothing = kp_change_in(&migration->call);
        kp_anomaly(migration, "%s: its slug holds what nobody sees, and %s is another's: it stays",
                   kp_subject(migration, of->name, mending->want, mending->id), mending->want);
        return kp_migrate_commit(migration, &nothing);
    }
    if (status != KRIPA_OK && status != KRIPA_CONFLICT && err)
        *err = problem;
    return status == KRIPA_CONFLICT ? KRIPA_OK : status; /* somebody gave it another slug */
}

static enum kripa_status mend_all(struct kp_migration *migration, const struct kripa_schema *of)
{
    struct spelling_scan spelling_scan = {.migration = migration,
                                          .slug = kripa_field_stored(of, "slug")};
    spelling_scan.end = &spelling_scan.first;
    struct kp_query all = kp_query_of(&migration->page, of);
    enum kripa_status status = kp_scan(&migration->call, &all, note_spelling, &spelling_scan);
    for (const struct slug_to_mend *mending = spelling_scan.first; status == KRIPA_OK && mending;
         mending = mending->next)
        status = mend(migration, of, mending);
    return status;
}

static enum kripa_status migrate_tags_page(struct kp_migration *migration,
                                           const struct kripa_rows *rows, struct kp_change *change)
{
    const struct kripa_product *products = rows->at;
    for (size_t i = 0; i < rows->count; i++) {
        struct kripa_product *want = kripa_arena_alloc(&migration->page, sizeof *want, 1);
        if (!want)
            return kp_no_memory(migration->call.err);
        *want = products[i];
        if (!kp_product_untwin(&migration->page, want))
            return kp_no_memory(migration->call.err);
        if (want->tags_count == products[i].tags_count)
            continue;
        kp_update(change, &kripa_product_schema, want->id);
        kp_require(change, "tags", KRIPA_UNCHANGED, kp_member(&products[i]));
        kp_set(change, "tags", kp_member(want));
        kp_counted(migration, KP_COUNTED_TAGS, 1);
    }
    return KRIPA_OK;
}

enum kripa_status kp_migrate_spelling(struct kp_migration *migration)
{
    enum kripa_status status =
        kp_migrate_pages(migration, &kripa_product_schema, NULL, migrate_tags_page);
    if (status == KRIPA_OK)
        status = mend_all(migration, &kripa_category_schema);
    return status == KRIPA_OK ? mend_all(migration, &kripa_product_schema) : status;
}
