/* SPDX-License-Identifier: MIT
 * Which uploaded files a record names: reference records that are written in the record's own
 * change, and their count in the record of the file, which tells the sweep what no record names. */
#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "journal.h"
#include "media/media.h"

#include <string.h>

#define PLACE_CLOUDINARY "cloudinary"

/* A file that a record names now, or named before the change. */
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

/* Lists each file once; images that can't be files of this shop are left out. */
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

static bool is_named(const struct kripa_rows *refs, struct kripa_id media)
{
    const struct kripa_media_ref *ref = refs->at;
    for (size_t i = 0; i < refs->count; i++)
        if (kripa_id_equal(ref[i].media, media))
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

static void insert_ref(struct kp_change *change, const struct kp_naming *naming,
                       struct kripa_id media)
{
    struct kripa_media_ref *ref = kripa_arena_alloc(change->call->arena, sizeof *ref, 1);
    if (!ref) {
        change->failed = true;
        return;
    }
    *ref = (struct kripa_media_ref){.id = ref_id(change->call->arena, naming, media),
                                    .media = media,
                                    .owner = naming->owner,
                                    .kind = naming->kind,
                                    .created_at_ms = kp_now_ms(change->call->kripa)};
    kp_insert(change, &kripa_media_ref_schema, ref);
}

/* A file of the old app that has no record yet: makes one, with the number of records that
 * name it. */
static void write_down(struct kp_change *change, const struct named *named, int64_t refs)
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
                                  .refs = refs,
                                  .used_at_ms = now_ms,
                                  .revision = 1,
                                  .created_at_ms = now_ms};
    kp_insert(change, &kripa_media_schema, media);
}

/* An earlier edit of the same change has done so. */
static bool is_written(const struct kp_change *change, struct kripa_id media)
{
    for (size_t i = 0; i < change->count; i++)
        if (change->edits[i].of == &kripa_media_schema && change->edits[i].kind == KRIPA_INSERT &&
            kripa_id_equal(change->edits[i].key, media))
            return true;
    return false;
}

/* The files of a record before and after the change, and the reference records about them. */
struct work {
    const struct kp_naming *naming;
    struct names before, after;
    struct kripa_rows refs;  /* the reference records of the owner */
    struct kripa_rows media; /* the records of the files */
};

static enum kripa_status add_name(struct kp_change *change, const struct work *work,
                                  const struct named *named)
{
    const struct kripa_media *media = kp_record_in(&work->media, &kripa_media_schema, named->media);
    const char *type;
    bool ours = media || kp_media_name(named->public_id, &type);
    bool kept = (media && media->status == KRIPA_MEDIA_KEPT) || is_written(change, named->media);
    if (kept) {
        insert_ref(change, work->naming, named->media);
        count_ref(change, named->media, 1);
    } else if (!ours && work->naming->adopts && kp_image_is_remote(named->image)) {
        write_down(change, named, 1);
        insert_ref(change, work->naming, named->media);
    } else if (ours && !has(&work->before, named->media) && !work->naming->adopts) {
        return kripa_fail_field(change->call->err, KRIPA_INVALID, work->naming->field,
                                "the file is not there any more: upload it again");
    }
    return KRIPA_OK;
}

static enum kripa_status add_names(struct kp_change *change, const struct work *work)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < work->after.count && status == KRIPA_OK; i++)
        if (!is_named(&work->refs, work->after.at[i].media))
            status = add_name(change, work, &work->after.at[i]);
    return status;
}

static void take_names_away(struct kp_change *change, const struct work *work)
{
    const struct kripa_media_ref *refs = work->refs.at;
    for (size_t i = 0; i < work->refs.count; i++) {
        if (refs[i].kind != work->naming->kind || has(&work->after, refs[i].media))
            continue;
        kp_delete(change, &kripa_media_ref_schema, refs[i].id);
        if (kp_record_in(&work->media, &kripa_media_schema, refs[i].media))
            count_ref(change, refs[i].media, -1);
    }
    for (size_t i = 0; i < work->before.count; i++) {
        const struct named *named = &work->before.at[i];
        bool forgotten = !has(&work->after, named->media) && !is_named(&work->refs, named->media) &&
                         !kp_record_in(&work->media, &kripa_media_schema, named->media) &&
                         kp_image_is_remote(named->image);
        if (forgotten && !is_written(change, named->media))
            write_down(change, named, 0);
    }
}

static bool same(const struct work *work)
{
    bool same = work->before.count == work->after.count;
    for (size_t i = 0; i < work->after.count && same; i++)
        same = has(&work->before, work->after.at[i].media);
    return same;
}

static enum kripa_status read_work(const struct kp_call *call, struct work *work)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_media_ref_schema);
    kp_where(&query, "owner", KRIPA_EQ, kp_id(work->naming->owner));
    enum kripa_status status = kp_find(call, &query, &work->refs);
    if (status != KRIPA_OK)
        return status;
    size_t most = work->before.count + work->after.count + work->refs.count, count = 0;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, most ? most : 1);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < work->before.count; i++)
        ids[count++] = work->before.at[i].media;
    for (size_t i = 0; i < work->after.count; i++)
        if (!has(&work->before, work->after.at[i].media))
            ids[count++] = work->after.at[i].media;
    const struct kripa_media_ref *refs = work->refs.at;
    for (size_t i = 0; i < work->refs.count; i++)
        if (!has(&work->before, refs[i].media) && !has(&work->after, refs[i].media))
            ids[count++] = refs[i].media;
    return count ? kp_find_ids(call, &kripa_media_schema, ids, count, &work->media) : KRIPA_OK;
}

enum kripa_status kp_media_refs(const struct kp_call *call, struct kp_change *change,
                                const struct kp_naming *naming)
{
    struct work work = {.naming = naming};
    enum kripa_status status = list(call, naming->before, naming->before_count, &work.before);
    if (status == KRIPA_OK)
        status = list(call, naming->after, naming->after_count, &work.after);
    if (status != KRIPA_OK || (same(&work) && !naming->adopts))
        return status;
    status = read_work(call, &work);
    if (status == KRIPA_OK)
        status = add_names(change, &work);
    if (status == KRIPA_OK)
        take_names_away(change, &work);
    return status;
}

enum kripa_status kp_images_media(const struct kp_call *call, const struct kripa_image *images,
                                  size_t images_count, struct kripa_id **out, size_t *count)
{
    struct names names = {0};
    enum kripa_status status = list(call, images, images_count, &names);
    *count = 0;
    *out = kripa_arena_alloc(call->arena, sizeof **out, names.count ? names.count : 1);
    if (status != KRIPA_OK || !*out)
        return status != KRIPA_OK ? status : kp_no_memory(call->err);
    for (size_t i = 0; i < names.count; i++)
        (*out)[(*count)++] = names.at[i].media;
    return KRIPA_OK;
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
