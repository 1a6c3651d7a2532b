/* SPDX-License-Identifier: MIT
 * Which uploaded files a record names: rows that are written in the record's own change, and the
 * count of them in the record of the file, by which the sweep knows what nothing names. */
#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "journal.h"
#include "media/media.h"

#include <string.h>

#define PLACE_CLOUDINARY "cloudinary"

/* One of the files that a record names, or named before. */
struct named {
    struct kripa_id media;
    const char *public_id;
    const struct kripa_image *image;
};
struct names {
    struct named *at;
    size_t count;
};

static bool has(const struct names *names, struct kripa_id media)
{
    for (size_t i = 0; i < names->count; i++)
        if (kripa_id_equal(names->at[i].media, media))
            return true;
    return false;
}

/* Each file once; images that can't be files of ours are left out. */
static enum kripa_status list(const struct kp_call *call, const struct kripa_image *images,
                              size_t count, struct names *out)
{
    out->at = kripa_arena_alloc(call->arena, sizeof *out->at, count ? count : 1);
    if (!out->at)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++) {
        const char *public_id = kp_image_public_id(call->arena, &images[i]);
        struct kripa_id media = public_id ? kp_media_id(public_id) : (struct kripa_id){{0}};
        if (public_id && !has(out, media))
            out->at[out->count++] = (struct named){media, public_id, &images[i]};
    }
    return KRIPA_OK;
}

/* Leaves those that are not in `others`. */
static void without(struct names *names, const struct names *others)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++)
        if (!has(others, names->at[i].media))
            names->at[kept++] = names->at[i];
    names->count = kept;
}

static enum kripa_status read_media(const struct kp_call *call, const struct names *names,
                                    struct kripa_rows *rows)
{
    struct kripa_id ids[KRIPA_IMAGES_MAX * 2];
    size_t count = 0;
    for (size_t i = 0; i < names->count && count < sizeof ids / sizeof *ids; i++)
        ids[count++] = names->at[i].media;
    *rows = (struct kripa_rows){0};
    return count ? kp_find_ids(call, &kripa_media_schema, ids, count, rows) : KRIPA_OK;
}

static const struct kripa_media *media_in(const struct kripa_rows *rows, struct kripa_id id)
{
    const struct kripa_media *media = rows->at;
    for (size_t i = 0; i < rows->count; i++)
        if (kripa_id_equal(media[i].id, id))
            return &media[i];
    return NULL;
}

static struct kripa_id ref_id(struct kripa_arena *arena, const struct kp_naming *naming,
                              struct kripa_id media)
{
    char owner[KRIPA_ID_TEXT_SIZE], of[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(naming->owner, owner);
    kripa_id_format(media, of);
    const char *name =
        kripa_arena_format(arena, "%s %s %s", kripa_media_owner_name(naming->kind), owner, of);
    return name ? kp_id_of_name(name) : (struct kripa_id){{0}};
}

static bool is_named(const struct kripa_rows *refs, struct kripa_id id)
{
    const struct kripa_media_ref *ref = refs->at;
    for (size_t i = 0; i < refs->count; i++)
        if (kripa_id_equal(ref[i].id, id))
            return true;
    return false;
}

static void count_ref(struct kp_change *change, struct kripa_id media, int64_t by)
{
    kp_update(change, &kripa_media_schema, media);
    if (by > 0)
        kp_require(change, "status", KRIPA_EQ, kp_int(KRIPA_MEDIA_KEPT));
    else
        kp_require(change, "refs", KRIPA_GT, kp_int(0));
    kp_add(change, "refs", by);
    kp_add(change, "revision", 1);
    kp_set(change, "usedAt", kp_int(kp_now_ms(change->call->kripa)));
}

static void add_ref(struct kp_change *change, const struct kp_naming *naming, struct kripa_id media,
                    struct kripa_id id)
{
    struct kripa_media_ref *ref = kripa_arena_alloc(change->call->arena, sizeof *ref, 1);
    if (!ref) {
        change->failed = true;
        return;
    }
    *ref = (struct kripa_media_ref){.id = id,
                                    .media = media,
                                    .owner = naming->owner,
                                    .kind = naming->kind,
                                    .created_at_ms = kp_now_ms(change->call->kripa)};
    kp_insert(change, &kripa_media_ref_schema, ref);
    count_ref(change, media, 1);
}

/* A file of the old app's that nobody wrote down: from now on the sweep knows of it. */
static void add_forgotten(struct kp_change *change, const struct named *named)
{
    struct kripa_media *media = kripa_arena_alloc(change->call->arena, sizeof *media, 1);
    if (!media) {
        change->failed = true;
        return;
    }
    int64_t now_ms = kp_now_ms(change->call->kripa);
    *media = (struct kripa_media){.id = named->media,
                                  .public_id = named->public_id,
                                  .place = PLACE_CLOUDINARY,
                                  .url = named->image->url,
                                  .status = KRIPA_MEDIA_KEPT,
                                  .used_at_ms = now_ms,
                                  .revision = 1,
                                  .created_at_ms = now_ms};
    kp_insert(change, &kripa_media_schema, media);
}

static enum kripa_status name_new(const struct kp_call *call, struct kp_change *change,
                                  const struct kp_naming *naming, const struct names *fresh,
                                  const struct kripa_rows *refs)
{
    struct kripa_rows rows;
    enum kripa_status status = read_media(call, fresh, &rows);
    for (size_t i = 0; i < fresh->count && status == KRIPA_OK; i++) {
        const struct named *named = &fresh->at[i];
        const struct kripa_media *media = media_in(&rows, named->media);
        struct kripa_id id = ref_id(call->arena, naming, named->media);
        const char *type;
        bool ours = media || kp_media_name(named->public_id, &type);
        if (ours && (!media || media->status != KRIPA_MEDIA_KEPT))
            return kripa_fail_field(call->err, KRIPA_INVALID, naming->field,
                                    "the file is not there any more: upload it again");
        if (ours && !is_named(refs, id))
            add_ref(change, naming, named->media, id);
    }
    return status;
}

static enum kripa_status forget_old(const struct kp_call *call, struct kp_change *change,
                                    const struct kp_naming *naming, const struct names *old,
                                    const struct kripa_rows *refs)
{
    struct kripa_rows rows;
    enum kripa_status status = read_media(call, old, &rows);
    for (size_t i = 0; i < old->count && status == KRIPA_OK; i++) {
        const struct named *named = &old->at[i];
        struct kripa_id id = ref_id(call->arena, naming, named->media);
        bool recorded = media_in(&rows, named->media) != NULL;
        if (is_named(refs, id)) {
            kp_delete(change, &kripa_media_ref_schema, id);
            if (recorded)
                count_ref(change, named->media, -1);
        } else if (!recorded && kp_image_is_remote(named->image)) {
            add_forgotten(change, named);
        }
    }
    return status;
}

enum kripa_status kp_media_refs(const struct kp_call *call, struct kp_change *change,
                                const struct kp_naming *naming)
{
    struct names before = {0}, fresh = {0}, old = {0};
    enum kripa_status status = list(call, naming->before, naming->before_count, &before);
    if (status == KRIPA_OK)
        status = list(call, naming->after, naming->after_count, &fresh);
    if (status == KRIPA_OK)
        status = list(call, naming->before, naming->before_count, &old);
    if (status != KRIPA_OK)
        return status;
    without(&old, &fresh);
    without(&fresh, &before);
    if (fresh.count == 0 && old.count == 0)
        return KRIPA_OK;
    struct kripa_rows refs;
    struct kp_query query = kp_query_of(call->arena, &kripa_media_ref_schema);
    kp_where(&query, "owner", KRIPA_EQ, kp_id(naming->owner));
    status = kp_find(call, &query, &refs);
    if (status == KRIPA_OK)
        status = name_new(call, change, naming, &fresh, &refs);
    return status == KRIPA_OK ? forget_old(call, change, naming, &old, &refs) : status;
}

enum kripa_status kp_media_url_refs(const struct kp_call *call, struct kp_change *change,
                                    struct kp_naming naming, const char *before, const char *after)
{
    struct kripa_image was = {.url = before}, is = {.url = after};
    naming.before = &was;
    naming.before_count = before != NULL;
    naming.after = &is;
    naming.after_count = after != NULL;
    return kp_media_refs(call, change, &naming);
}
