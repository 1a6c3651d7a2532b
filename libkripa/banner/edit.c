/* SPDX-License-Identifier: MIT
 * Adding, changing and deleting banners, for admins. */
#include "base/status.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"

struct editing {
    const struct kp_call *call;
    struct kripa_id id;
    struct kripa_banner input;
    kripa_given given;
    bool is_new;
    struct kripa_banner *result;
};

static bool gives(const struct editing *editing, const char *field)
{
    return editing->given & kripa_schema_bit(&kripa_banner_schema, field);
}

/* Reads a day, which begins at 00:00 UTC, or an instant; an empty text clears. */
static enum kripa_status read_time(const char *text, const char *field, int64_t *time_ms,
                                   struct kripa_error *err)
{
    *time_ms = 0;
    if (!text || kp_time_parse(text, time_ms) || kp_day_start(text, "UTC", time_ms))
        return KRIPA_OK;
    return kripa_fail_field(err, KRIPA_INVALID, field, "must be YYYY-MM-DD or an RFC 3339 time");
}

static enum kripa_status apply_times(const struct editing *editing, struct kripa_banner *banner)
{
    struct kripa_error *err = editing->call->err;
    enum kripa_status status = KRIPA_OK;
    if (gives(editing, "startsAt"))
        status = read_time(editing->input.starts_given, "startsAt", &banner->starts_at_ms, err);
    if (status == KRIPA_OK && gives(editing, "endsAt"))
        status = read_time(editing->input.ends_given, "endsAt", &banner->ends_at_ms, err);
    if (status != KRIPA_OK || !banner->ends_at_ms || banner->ends_at_ms > banner->starts_at_ms)
        return status;
    return kripa_fail_field(err, KRIPA_INVALID, "endsAt", "must be after startsAt");
}

/* A hidden product is fine: the banner is shown when the product is. */
static enum kripa_status apply_product(const struct editing *editing, struct kripa_banner *banner)
{
    struct kripa_product *product = NULL;
    if (!gives(editing, "product"))
        return KRIPA_OK;
    banner->product = (struct kripa_id){{0}};
    if (!editing->input.product_given)
        return KRIPA_OK;
    enum kripa_status status =
        kp_product_named(editing->call, editing->input.product_given, &product);
    if (status != KRIPA_OK)
        return status;
    if (!product)
        return kripa_fail_field(editing->call->err, KRIPA_INVALID, "product",
                                "there is no such product");
    banner->product = product->id;
    return KRIPA_OK;
}

/* What the banner names of uploaded files, before the change and after it. */
static enum kripa_status name_image(const struct kp_call *call, struct kp_change *change,
                                    const struct kripa_banner *before,
                                    const struct kripa_banner *after)
{
    struct kp_naming naming = {
        .kind = KRIPA_OWNER_BANNER,
        .owner = before ? before->id : after->id,
        .before = before ? &before->image : NULL,
        .before_count = before && before->image.url,
        .after = after ? &after->image : NULL,
        .after_count = after && after->image.url,
        .field = "image",
    };
    return kp_media_refs(call, change, &naming);
}

/* Makes `banner` what it will be, and shows it. */
static enum kripa_status apply(const struct editing *editing, struct kripa_banner *banner)
{
    kripa_record_copy(&kripa_banner_schema, &editing->input, editing->given, banner);
    banner->product_given = banner->starts_given = banner->ends_given = NULL;
    banner->image_added = NULL;
    if (editing->input.image_added)
        banner->image = *editing->input.image_added;
    banner->updated_at_ms = kp_now_ms(editing->call->kripa);
    banner->revision++;
    enum kripa_status status = apply_times(editing, banner);
    if (status == KRIPA_OK)
        status = apply_product(editing, banner);
    return status == KRIPA_OK ? kp_banners_show(editing->call, banner, 1, true) : status;
}

static void write_audit(struct kp_change *change, const char *action,
                        const struct kripa_banner *before, const struct kripa_banner *after)
{
    const struct kripa_banner *banner = after ? after : before;
    kp_audit(change, action, kp_id_text(change->call->arena, banner->id), &kripa_banner_schema,
             before, after);
}

static enum kripa_status check_room(const struct kp_call *call)
{
    struct kp_query all = kp_query_of(call->arena, &kripa_banner_schema);
    int64_t count;
    enum kripa_status status = kp_count(call, &all, KRIPA_BANNERS_MAX, &count);
    if (status != KRIPA_OK || count < KRIPA_BANNERS_MAX)
        return status;
    return kripa_fail(call->err, KRIPA_TOO_LARGE,
                      "there can be at most %d banners: delete one first", KRIPA_BANNERS_MAX);
}

static enum kripa_status add(struct editing *editing, struct kp_change *change)
{
    struct kripa_banner *banner = editing->result;
    *banner =
        (struct kripa_banner){.id = editing->id, .created_at_ms = kp_now_ms(editing->call->kripa)};
    enum kripa_status status = check_room(editing->call);
    if (status == KRIPA_OK)
        status = apply(editing, banner);
    kp_insert(change, &kripa_banner_schema, banner);
    write_audit(change, "banner.add", NULL, banner);
    return status == KRIPA_OK ? name_image(editing->call, change, NULL, banner) : status;
}

static enum kripa_status read_before(const struct editing *editing, struct kripa_banner **before)
{
    void *found;
    enum kripa_status status = kp_find_id(editing->call, &kripa_banner_schema, editing->id, &found);
    if (status != KRIPA_OK)
        return status;
    *before = found;
    *editing->result = **before;
    return kp_banners_show(editing->call, *before, 1, true);
}

/* What the end of the time was decided on must still be so. */
static enum kripa_status edit(struct editing *editing, struct kp_change *change)
{
    static const char *const decided[] = {"product", "startsAt", "endsAt"};
    struct kripa_banner *before, *after = editing->result;
    enum kripa_status status = read_before(editing, &before);
    if (status == KRIPA_OK)
        status = apply(editing, after);
    if (status != KRIPA_OK)
        return status;
    kp_update(change, &kripa_banner_schema, after->id);
    kp_set_given(change, after, editing->given);
    for (size_t i = 0; i < sizeof decided / sizeof *decided; i++) {
        kp_require(change, decided[i], KRIPA_UNCHANGED, kp_member(before));
        if (gives(editing, decided[i]))
            kp_set(change, decided[i], kp_member(after));
    }
    if (editing->input.image_added) {
        kp_require(change, "revision", KRIPA_EQ, kp_int(before->revision));
        kp_set(change, "image", kp_member(after));
    }
    kp_touch(change, after->updated_at_ms);
    write_audit(change, "banner.edit", before, after);
    return editing->input.image_added ? name_image(editing->call, change, before, after) : KRIPA_OK;
}

/* A conflict means that somebody else changed the banner meanwhile. */
static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct editing *editing = ctx;
    editing->call = call;
    struct kp_change change = kp_change_in(call);
    enum kripa_status status = editing->is_new ? add(editing, &change) : edit(editing, &change);
    if (status != KRIPA_OK)
        return status;
    status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

static enum kripa_status carry_out(struct editing *editing, const struct kripa_banner *banner,
                                   struct kripa_banner **out)
{
    static const struct kp_patience patience = {0, KRIPA_CONFLICT,
                                                "others keep changing the banner; try again", 0};
    const struct kp_call *call = editing->call;
    enum kripa_status status = kp_need_admin(call->viewer, call->err);
    if (status != KRIPA_OK)
        return status;
    editing->input = *banner;
    editing->given &= kp_settable(&kripa_banner_schema, call->viewer.role);
    status = kripa_record_check(&kripa_banner_schema, editing->is_new ? KRIPA_CREATE : KRIPA_PATCH,
                                call->viewer.role, call->arena, &editing->input, editing->given,
                                call->err);
    editing->input.image_added = banner->image_added;
    if (status != KRIPA_OK)
        return status;
    *out = editing->result = kripa_arena_alloc(call->arena, sizeof **out, 1);
    return *out ? kp_retry(call, &patience, attempt, editing) : kp_no_memory(call->err);
}

enum kripa_status kripa_banner_add(struct kripa *kripa, struct kripa_viewer viewer,
                                   const struct kripa_banner *banner, kripa_given given,
                                   struct kripa_arena *arena, struct kripa_banner **out,
                                   struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct editing editing = {
        .call = &call, .id = kp_new_id(kripa), .given = given, .is_new = true};
    return carry_out(&editing, banner, out);
}

enum kripa_status kripa_banner_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id id, const struct kripa_banner *banner,
                                    kripa_given given, struct kripa_arena *arena,
                                    struct kripa_banner **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct editing editing = {.call = &call, .id = id, .given = given};
    return carry_out(&editing, banner, out);
}

enum kripa_status kripa_banner_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_id id, struct kripa_arena *arena,
                                      struct kripa_banner **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    void *found;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_find_id(&call, &kripa_banner_schema, id, &found);
    if (status == KRIPA_OK)
        status = kp_banners_show(&call, found, 1, true);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    struct kp_change change = kp_change_in(&call);
    kp_delete(&change, &kripa_banner_schema, id);
    kp_require(&change, "revision", KRIPA_EQ, kp_int((*out)->revision));
    write_audit(&change, "banner.delete", *out, NULL);
    status = name_image(&call, &change, *out, NULL);
    if (status == KRIPA_OK)
        status = kp_commit(&call, &change, NULL);
    if (status != KRIPA_CONFLICT)
        return status;
    kripa_error_clear(err);
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such banner"); /* deleted just now */
}
