/* SPDX-License-Identifier: MIT
 * Migration of uploaded files: makes records for the pictures that an earlier app has put at
 * Cloudinary, and for what names them, so that they can be removed like any others. */
#include "base/status.h"
#include "core/query.h"
#include "internal.h"
#include "journal/journal.h"
#include "maintenance/media_owners.h"

static struct kripa_id id_of(const void *record)
{
    return *(const struct kripa_id *)record; /* the id is every table's first field */
}

/* A record whose references are written is guarded: it must be unchanged. */
static enum kripa_status adopt(struct kp_migration *migration, struct kp_change *change,
                               const struct kp_media_owner *owner, const void *record)
{
    struct kp_owned_images images = {0};
    owner->images(record, &images);
    const struct kp_naming naming = {.kind = owner->kind,
                                     .owner = id_of(record),
                                     .after = images.at,
                                     .after_count = images.count,
                                     .field = owner->field,
                                     .adopts = true};
    size_t before = kp_change_count(change);
    enum kripa_status status = kp_media_refs(&migration->call, change, &naming);
    if (status != KRIPA_OK || kp_change_count(change) == before)
        return status;
    kp_update(change, owner->of, naming.owner);
    kp_require(change, owner->field, KRIPA_UNCHANGED, kp_member(record));
    kp_counted(migration, KP_COUNTED_MEDIA, 1);
    return KRIPA_OK;
}

/* Only records that name files, or that references name, cost a read. */
static enum kripa_status migrate_page(struct kp_migration *migration, const struct kripa_rows *rows,
                                      struct kp_change *change)
{
    const struct kp_media_owner *owner = migration->media_owner;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < rows->count && status == KRIPA_OK; i++) {
        const void *record = (const char *)rows->at + i * owner->of->size;
        struct kp_owned_images images = {0};
        owner->images(record, &images);
        if (images.count > 0 ||
            kp_tally_find(&migration->named, id_of(record), (struct kripa_id){{0}}))
            status = adopt(migration, change, owner, record);
    }
    return status;
}

static enum kripa_status count_ref(void *ctx, const void *record)
{
    struct kp_migration *migration = ctx;
    const struct kripa_media_ref *ref = record;
    bool done = kp_tally_add(&migration->named, ref->owner, (struct kripa_id){{0}}, 1);
    return done ? KRIPA_OK : kp_no_memory(migration->call.err);
}

enum kripa_status kp_migrate_media(struct kp_migration *migration)
{
    struct kp_query all = kp_query_of(&migration->arena, &kripa_media_ref_schema);
    migration->named = (struct kp_tally){.arena = &migration->arena};
    enum kripa_status status = kp_scan(&migration->call, &all, count_ref, migration);
    for (size_t i = 0; i < KP_MEDIA_OWNERS && status == KRIPA_OK; i++) {
        migration->media_owner = &kp_media_owners[i];
        status = kp_migrate_pages(migration, kp_media_owners[i].of, NULL, migrate_page);
    }
    return status;
}
