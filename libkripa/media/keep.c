/* SPDX-License-Identifier: MIT
 * Keeps a finished upload in three steps: writes a record that the file is coming, puts the file
 * in its place, marks the record as present. If it stops in between, the record stays, and the
 * sweep finds the file by it. */
#include <string.h>

#include "base/status.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"

#define EXTRA_BYTES                                                                                \
    4 /* random bytes added to a name while a file of the plain name is being removed */

/* The folders at Cloudinary: those of the old app, so that its own tools find the pictures. */
static const char *const folders[] = {
    [KRIPA_MEDIA_PRODUCTS] = "ecom_products",
    [KRIPA_MEDIA_PROFILES] = "ecom_profiles",
    [KRIPA_MEDIA_CATEGORIES] = "ecom_categories",
    [KRIPA_MEDIA_BANNERS] = "ecom_banners",
};

struct keeping {
    struct kripa_upload *upload;
    struct kp_depot *depot;
    const char *public_id, *folder;
    struct kripa_media *media; /* the record as it is stored now */
    bool first;                /* this upload made the record */
};

static enum kripa_status insert(const struct kp_call *call, struct keeping *keeping)
{
    const struct kripa_upload *upload = keeping->upload;
    struct kripa_media *media = kripa_arena_alloc(call->arena, sizeof *media, 1);
    if (!media)
        return kp_no_memory(call->err);
    int64_t now_ms = kp_now_ms(call->kripa);
    *media = (struct kripa_media){.id = kp_media_id(keeping->public_id),
                                  .public_id = keeping->public_id,
                                  .place = keeping->depot->kind,
                                  .type = upload->picture.type,
                                  .bytes = upload->whole_size,
                                  .width = upload->picture.width,
                                  .height = upload->picture.height,
                                  .status = KRIPA_MEDIA_COMING,
                                  .used_at_ms = now_ms,
                                  .revision = 1,
                                  .created_at_ms = now_ms};
    struct kp_change change = kp_change_in(call);
    kp_insert(&change, &kripa_media_schema, media);
    keeping->media = media;
    keeping->first = true;
    return kp_commit(call, &change, NULL);
}

static void begin_update(struct kp_change *change, const struct kripa_media *media)
{
    kp_update(change, &kripa_media_schema, media->id);
    kp_require(change, "status", KRIPA_NE, kp_int(KRIPA_MEDIA_GOING));
    kp_add(change, "revision", 1);
}

/* The file exists already, or another upload is bringing the same bytes: restarts the day for
 * which it may be unnamed. */
static enum kripa_status touch(const struct kp_call *call, const struct keeping *keeping)
{
    struct kp_change change = kp_change_in(call);
    begin_update(&change, keeping->media);
    kp_set(&change, "usedAt", kp_int(kp_now_ms(call->kripa)));
    return kp_commit(call, &change, NULL);
}

/* Makes another name for the same bytes while the file of the plain name is being removed,
 * since that file may vanish at any moment. */
static enum kripa_status take_another_name(const struct kp_call *call, struct keeping *keeping)
{
    unsigned char extra[EXTRA_BYTES];
    enum kripa_status status = kp_random(call, extra, sizeof extra);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_upload *upload = keeping->upload;
    keeping->public_id = kripa_arena_format(call->arena, "%s%s-%02x%02x%02x%02x%s", keeping->folder,
                                            upload->sha256, extra[0], extra[1], extra[2], extra[3],
                                            *keeping->folder ? "" : upload->picture.suffix);
    return keeping->public_id ? KRIPA_OK : kp_no_memory(call->err);
}

static enum kripa_status record_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct keeping *keeping = ctx;
    struct kp_query query = kp_query_of(call->arena, &kripa_media_schema);
    kp_where(&query, "_id", KRIPA_EQ, kp_id(kp_media_id(keeping->public_id)));
    struct kripa_rows rows;
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    if (rows.count == 0) {
        status = insert(call, keeping);
        *lost = status == KRIPA_EXISTS;
        return status;
    }
    keeping->media = rows.at;
    keeping->first = false;
    if (keeping->media->status == KRIPA_MEDIA_GOING) {
        *lost = true;
        return take_another_name(call, keeping);
    }
    status = touch(call, keeping);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

/* Whether the file must be put in its place, for the first time or again. */
static enum kripa_status is_lacking(const struct kp_call *call, const struct keeping *keeping,
                                    bool *lacking)
{
    struct kp_depot *depot = keeping->depot;
    *lacking = keeping->media->status != KRIPA_MEDIA_KEPT;
    if (*lacking || !depot->ops->size)
        return KRIPA_OK;
    int64_t size;
    enum kripa_status status = depot->ops->size(depot, keeping->media->public_id, &size, call->err);
    *lacking = status == KRIPA_OK && size != keeping->media->bytes;
    return status;
}

static enum kripa_status put(const struct kp_call *call, struct keeping *keeping)
{
    struct kripa_upload *upload = keeping->upload;
    struct kp_depot_file file = {upload->whole.fd, upload->whole.path, upload->whole_size,
                                 upload->picture.type};
    char url[KRIPA_URL_MAX + 1] = "";
    enum kripa_status status =
        keeping->depot->ops->put(keeping->depot, keeping->public_id, &file, url, call->err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_media *media = keeping->media;
    media->status = KRIPA_MEDIA_KEPT;
    media->url = *url ? kripa_arena_text(call->arena, url, strlen(url)) : NULL;
    if (*url && !media->url)
        return kp_no_memory(call->err);
    struct kp_change change = kp_change_in(call);
    begin_update(&change, media);
    kp_set(&change, "status", kp_int(KRIPA_MEDIA_KEPT));
    kp_set(&change, "url", kp_text(media->url));
    media->revision++;
    status = kp_commit(call, &change, NULL);
    if (status == KRIPA_CONFLICT)
        return kripa_fail(call->err, KRIPA_UNAVAILABLE,
                          "the file is just being removed: try again");
    return status;
}

static enum kripa_status check(const struct kp_call *call, const struct kripa_upload *upload,
                               enum kripa_media_folder folder)
{
    if (upload->state != KP_UPLOAD_WHOLE)
        return kripa_fail_field(call->err, KRIPA_INVALID, upload->field,
                                "must be finished before it is kept");
    if ((size_t)folder >= sizeof folders / sizeof *folders)
        return kripa_fail_field(call->err, KRIPA_INVALID, "folder",
                                "must be one of kripa_media_folder");
    if (folder == KRIPA_MEDIA_PROFILES && call->viewer.role != KRIPA_ROLE_ADMIN)
        return kp_need_account(call->viewer, call->err);
    return kp_need_admin(call->viewer, call->err);
}

static enum kripa_status begin(const struct kp_call *call, struct kripa_upload *upload,
                               enum kripa_media_folder folder, struct keeping *keeping)
{
    struct kripa *kripa = call->kripa;
    *keeping = (struct keeping){
        .upload = upload, .depot = kripa->remote ? kripa->remote : kripa->disk, .folder = ""};
    if (kripa->remote)
        keeping->folder = kripa_arena_format(call->arena, "%s/", folders[folder]);
    if (keeping->folder)
        keeping->public_id =
            kripa_arena_format(call->arena, "%s%s%s", keeping->folder, upload->sha256,
                               kripa->remote ? "" : upload->picture.suffix);
    return keeping->public_id ? KRIPA_OK : kp_no_memory(call->err);
}

static enum kripa_status keep(const struct kp_call *call, struct keeping *keeping)
{
    static const struct kp_patience patience = {0, KRIPA_UNAVAILABLE,
                                                "others keep removing the same file: try again", 1};
    enum kripa_status status = kp_retry(call, &patience, record_once, keeping);
    bool lacking = false;
    if (status == KRIPA_OK && !call->kripa->dry_run)
        status = is_lacking(call, keeping, &lacking);
    if (status == KRIPA_OK && lacking)
        status = put(call, keeping);
    return status;
}

enum kripa_status kripa_media_keep(struct kripa *kripa, struct kripa_viewer viewer,
                                   struct kripa_upload *upload, enum kripa_media_folder folder,
                                   struct kripa_arena *arena, struct kripa_image *out,
                                   struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct keeping keeping;
    enum kripa_status status = check(&call, upload, folder);
    if (status == KRIPA_OK)
        status = begin(&call, upload, folder, &keeping);
    if (status == KRIPA_OK)
        status = keep(&call, &keeping);
    if (status != KRIPA_OK)
        return status;
    upload->state = KP_UPLOAD_KEPT;
    upload->media = keeping.media->id;
    upload->revision = keeping.first ? keeping.media->revision : 0;
    *out = (struct kripa_image){.url = kp_media_url(kripa, arena, keeping.media),
                                .public_id = keeping.media->public_id};
    return out->url ? KRIPA_OK : kp_no_memory(err);
}

static enum kripa_status drop(const struct kp_call *call, struct kripa_upload *upload)
{
    void *found;
    struct kripa_error problem = {0};
    const struct kp_call quiet = kp_call_with_err(call, &problem);
    enum kripa_status status = kp_find_id(&quiet, &kripa_media_schema, upload->media, &found);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK && call->err)
        *call->err = problem;
    if (status != KRIPA_OK || ((struct kripa_media *)found)->revision != upload->revision)
        return status;
    bool removed;
    return kp_media_remove(call, found, &removed);
}

enum kripa_status kripa_media_drop(struct kripa *kripa, struct kripa_upload *upload,
                                   struct kripa_error *err)
{
    kripa_error_clear(err);
    if (!upload || upload->state != KP_UPLOAD_KEPT || upload->revision == 0)
        return KRIPA_OK;
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    enum kripa_status status = drop(&call, upload);
    upload->revision = 0;
    kripa_arena_clear(&arena);
    return status;
}
