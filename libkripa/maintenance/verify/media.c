/* SPDX-License-Identifier: MIT
 * Verification of references to uploaded files: the reference records against the records that
 * name files, and the counts in the records of the files. Whether the files exist is checked by
 * kripa_media_verify. */
#include "media/media.h"
#include "base/status.h"
#include "internal.h"
#include "journal/journal.h"
#include "maintenance/media_owners.h"

static const struct kripa_id no_id;

struct round {
    struct kp_verify *verify;
    struct kp_tally known; /* files that have a record */
    struct kp_tally media; /* how many reference records name each file */
    struct kp_tally rows;  /* the reference records of this kind of owner, by owner and file */
    const struct kp_media_owner *owner;
};

static enum kripa_status count_row(void *ctx, const void *record)
{
    struct round *round = ctx;
    const struct kripa_media_ref *ref = record;
    bool done = kp_tally_add(&round->media, ref->media, no_id, 1);
    if (done && ref->kind == round->owner->kind)
        done = kp_tally_add(&round->rows, ref->owner, ref->media, 1);
    return done ? KRIPA_OK : kp_no_memory(round->verify->call.err);
}

static enum kripa_status know_file(void *ctx, const void *record)
{
    struct round *round = ctx;
    const struct kripa_media *media = record;
    return kp_tally_at(&round->known, media->id, no_id) ? KRIPA_OK
                                                        : kp_no_memory(round->verify->call.err);
}

static enum kripa_status read_files(const struct kp_call *call, const struct kripa_id *ids,
                                    size_t count, struct kripa_rows *out)
{
    *out = (struct kripa_rows){0};
    return count ? kp_find_ids(call, &kripa_media_schema, ids, count, out) : KRIPA_OK;
}

static bool is_among(const struct kripa_id *ids, size_t count, struct kripa_id id)
{
    for (size_t i = 0; i < count; i++)
        if (kripa_id_equal(ids[i], id))
            return true;
    return false;
}

static enum kripa_status files_of(const struct kp_call *call, const struct kp_media_owner *owner,
                                  const void *record, struct kripa_id **ids, size_t *count)
{
    struct kp_owned_images images = {0};
    if (record)
        owner->images(record, &images);
    return kp_images_media(call, images.at, images.count, ids, count);
}

/* Suspects an owner that names a file without a reference record. Reference records without
 * an owner are found at the end. */
static enum kripa_status check_scanned_owner(void *ctx, const void *record)
{
    struct round *round = ctx;
    struct kp_verify *verify = round->verify;
    struct kripa_id id = *(const struct kripa_id *)record, *files;
    size_t count;
    enum kripa_status status = files_of(&verify->call, round->owner, record, &files, &count);
    bool suspect = false;
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        struct kp_tally_slot *row = kp_tally_find(&round->rows, id, files[i]);
        if (row)
            row->seen = true;
        suspect |= !row && kp_tally_find(&round->known, files[i], no_id);
    }
    kripa_arena_reset(&verify->scratch);
    return status == KRIPA_OK && suspect ? kp_suspect(verify, id) : status;
}

/* "product 65f0...", as reference records name it. */
static const char *subject_of(struct kripa_arena *arena, const char *noun, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return kripa_arena_format(arena, "%s %s", noun, text);
}

/* The reference records of one owner, and the files that they and the owner name. */
struct names {
    struct kripa_rows rows, files;
    struct kripa_id *ids;
    size_t count;
};

static enum kripa_status read_names(struct kp_verify *verify, const void *record,
                                    struct kripa_id id, struct names *out)
{
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_media_ref_schema);
    kp_where(&query, "owner", KRIPA_EQ, kp_id(id));
    kp_where(&query, "kind", KRIPA_EQ, kp_int(verify->media_owner->kind));
    enum kripa_status status = kp_find(&verify->call, &query, &out->rows);
    if (status == KRIPA_OK)
        status = files_of(&verify->call, verify->media_owner, record, &out->ids, &out->count);
    return status == KRIPA_OK ? read_files(&verify->call, out->ids, out->count, &out->files)
                              : status;
}

static void check_owner(struct kp_verify *verify, struct kripa_id id, const struct names *names,
                        struct kp_findings *findings)
{
    const struct kripa_media *files = names->files.at;
    const struct kripa_media_ref *rows = names->rows.at;
    findings->subject =
        subject_of(findings->arena, kripa_media_owner_name(verify->media_owner->kind), id);
    for (size_t i = 0; i < names->files.count; i++) {
        size_t j = 0;
        while (j < names->rows.count && !kripa_id_equal(rows[j].media, files[i].id))
            j++;
        if (j == names->rows.count)
            kp_finding(findings, "it names the file %s, and media_refs doesn't say so",
                       files[i].public_id);
    }
    for (size_t i = 0; i < names->rows.count; i++)
        if (!is_among(names->ids, names->count, rows[i].media))
            kp_finding(findings, "media_refs says that it names a file, and it doesn't");
}

/* Settled if the owner names the same files before and after its reference records were read. */
static enum kripa_status recheck_owner(struct kp_verify *verify, struct kripa_id id,
                                       struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    struct names names, later;
    const struct kripa_schema *of = verify->media_owner->of;
    enum kripa_status status = kp_verify_read(verify, of, id, &before);
    if (status == KRIPA_OK)
        status = read_names(verify, before, id, &names);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, of, id, &after);
    if (status == KRIPA_OK)
        status = read_names(verify, after, id, &later);
    if (status != KRIPA_OK)
        return status;
    *settled = names.count == later.count && names.rows.count == later.rows.count;
    for (size_t i = 0; i < names.count && *settled; i++)
        *settled = is_among(later.ids, later.count, names.ids[i]);
    check_owner(verify, id, &names, findings);
    return KRIPA_OK;
}

static enum kripa_status verify_owners(struct round *round)
{
    struct kp_verify *verify = round->verify;
    struct kp_query rows = kp_query_of(verify->arena, &kripa_media_ref_schema),
                    all = kp_query_of(verify->arena, round->owner->of);
    round->rows = round->media = (struct kp_tally){.arena = verify->arena};
    verify->media_owner = round->owner;
    enum kripa_status status = kp_scan(&verify->call, &rows, count_row, round);
    if (status == KRIPA_OK)
        status = kp_scan(&verify->call, &all, check_scanned_owner, round);
    for (size_t i = 0; i < round->rows.capacity && status == KRIPA_OK; i++)
        if (round->rows.slots[i].used && !round->rows.slots[i].seen)
            status = kp_suspect(verify, round->rows.slots[i].a);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck_owner) : status;
}

/* A depot that is not configured, or that can't tell sizes, is not checked. */
static enum kripa_status check_size(struct kp_verify *verify, const struct kripa_media *media,
                                    struct kp_findings *findings)
{
    struct kp_depot *depot = kp_media_depot(verify->call.kripa, media->place);
    bool tells = verify->files && depot && depot->ops->size;
    if (!tells || media->status != KRIPA_MEDIA_KEPT)
        return KRIPA_OK;
    int64_t size;
    enum kripa_status status = depot->ops->size(depot, media->public_id, &size, verify->call.err);
    if (status == KRIPA_OK && size < 0)
        kp_finding(findings, "it is not in the media folder");
    else if (status == KRIPA_OK && size != media->bytes)
        kp_finding(findings, "it has %lld bytes in the media folder, and had %lld", (long long)size,
                   (long long)media->bytes);
    return status;
}

static enum kripa_status check_file(struct kp_verify *verify, const struct kripa_media *media,
                                    int64_t rows, struct kp_findings *findings)
{
    findings->subject = kripa_arena_format(findings->arena, "file %s", media->public_id);
    if (media->refs != rows)
        kp_finding(findings, "refs is %lld, in media_refs there are %lld", (long long)media->refs,
                   (long long)rows);
    if (rows > 0 && media->status != KRIPA_MEDIA_KEPT)
        kp_finding(findings, "it is named, and %s", kripa_media_status_name(media->status));
    return check_size(verify, media, findings);
}

static enum kripa_status check_scanned_file(void *ctx, const void *record)
{
    struct round *round = ctx;
    const struct kripa_media *media = record;
    struct kp_findings findings = kp_findings_of(round->verify);
    struct kp_tally_slot *named = kp_tally_find(&round->media, media->id, no_id);
    if (named)
        named->seen = true;
    enum kripa_status status = check_file(round->verify, media, named ? named->sum : 0, &findings);
    return status == KRIPA_OK ? kp_checked(round->verify, media->id, &findings) : status;
}

static enum kripa_status recheck_file(struct kp_verify *verify, struct kripa_id id,
                                      struct kp_findings *findings, bool *settled)
{
    void *before, *after;
    int64_t rows = 0;
    struct kp_query query = kp_query_of(&verify->scratch, &kripa_media_ref_schema);
    kp_where(&query, "media", KRIPA_EQ, kp_id(id));
    enum kripa_status status = kp_verify_read(verify, &kripa_media_schema, id, &before);
    if (status == KRIPA_OK)
        status = kp_count(&verify->call, &query, 0, &rows);
    if (status == KRIPA_OK)
        status = kp_verify_read(verify, &kripa_media_schema, id, &after);
    if (status != KRIPA_OK)
        return status;
    *settled = !before == !after && (!before || ((struct kripa_media *)before)->revision ==
                                                    ((struct kripa_media *)after)->revision);
    if (before)
        return check_file(verify, before, rows, findings);
    findings->subject = subject_of(findings->arena, "file", id);
    if (rows > 0)
        kp_finding(findings, "media_refs says that it is named, and it isn't written down");
    return KRIPA_OK;
}

static enum kripa_status verify_files(struct round *round)
{
    struct kp_verify *verify = round->verify;
    struct kp_query all = kp_query_of(verify->arena, &kripa_media_schema);
    enum kripa_status status = kp_scan(&verify->call, &all, check_scanned_file, round);
    for (size_t i = 0; i < round->media.capacity && status == KRIPA_OK; i++)
        if (round->media.slots[i].used && !round->media.slots[i].seen)
            status = kp_suspect(verify, round->media.slots[i].a);
    return status == KRIPA_OK ? kp_recheck_suspects(verify, recheck_file) : status;
}

enum kripa_status kp_verify_media(struct kp_verify *verify)
{
    struct round round = {.verify = verify, .known = {.arena = verify->arena}};
    struct kp_query all = kp_query_of(verify->arena, &kripa_media_schema);
    enum kripa_status status = kp_scan(&verify->call, &all, know_file, &round);
    for (size_t i = 0; i < KP_MEDIA_OWNERS && status == KRIPA_OK; i++) {
        round.owner = &kp_media_owners[i];
        status = verify_owners(&round);
    }
    return status == KRIPA_OK ? verify_files(&round) : status;
}
