/* SPDX-License-Identifier: MIT
 * The shop's settings, which admins see and change (domain.md, "Settings"). */
#include <kripa/settings.h>

#include <string.h>

#include "base/status.h"
#include "base/time.h"
#include "core/context.h"
#include "core/query.h"
#include "core/retry.h"
#include "journal/journal.h"
#include "shop.h"

#define EDIT_TRIES_MAX 8

enum kripa_status kripa_settings_get(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_arena *arena, struct kripa_settings **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    return status != KRIPA_OK ? status : kp_settings(&call, out);
}

/* The beginning of every invoice number: letters and digits, with a first character that GST
 * allows. */
static bool is_series(const char *text)
{
    if (*text < 'A' || *text > 'Z')
        return false;
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(text);
}

/* Checks what the table can't express. */
static enum kripa_status check(const struct kripa_settings *settings, struct kripa_error *err)
{
    enum kripa_status status = KRIPA_OK;
    if (!kp_zone_known(settings->time_zone))
        status = kripa_fail_field(err, KRIPA_INVALID, "timeZone",
                                  "is not a known time zone, as Asia/Kolkata is");
    if (!is_series(settings->invoice_series))
        status = kripa_fail_field(err, KRIPA_INVALID, "invoiceSeries",
                                  "must be a capital letter, then capital letters and digits");
    return status;
}

/* Reports go on counting by the days they were begun with until kripa_migrate has counted all
 * anew. */
static void keep_figures_zone(const struct kripa_settings *before, struct kripa_settings *after)
{
    const char *zone = kp_figures_zone(before);
    after->figures_zone = strcmp(zone, after->time_zone) != 0 ? zone : NULL;
}

/* One try: what was given replaces what is stored, if nobody else changed that meanwhile. */
struct editing {
    const struct kripa_settings *wanted; /* checked against its table */
    kripa_given given;
    struct kripa_int if_revision;
    struct kripa_settings *result;
};

static enum kripa_status edit_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct editing *editing = ctx;
    kripa_given given = editing->given;
    struct kripa_settings *before;
    enum kripa_status status = kp_settings(call, &before);
    if (status != KRIPA_OK)
        return status;
    if (editing->if_revision.set && editing->if_revision.value != before->revision)
        return kripa_fail(call->err, KRIPA_STALE, "the settings have changed since then");
    editing->result = before;
    if (!given)
        return KRIPA_OK;
    struct kripa_settings *after = kripa_arena_alloc(call->arena, sizeof *after, 1);
    if (!after)
        return kp_no_memory(call->err);
    *after = *before;
    kripa_record_copy(&kripa_settings_schema, editing->wanted, given, after);
    status = check(after, call->err);
    if (status != KRIPA_OK)
        return status;
    editing->result = after;
    keep_figures_zone(before, after);
    after->id = before->id;
    after->revision = before->revision + 1;
    after->created_at_ms = before->created_at_ms;
    after->updated_at_ms = kp_now_ms(call->kripa);
    struct kp_change change = kp_change_in(call);
    if (before->revision == 0) {
        after->created_at_ms = after->updated_at_ms;
        kp_insert(&change, &kripa_settings_schema, after);
    } else {
        kp_update(&change, &kripa_settings_schema, after->id);
        kp_require(&change, "revision", KRIPA_EQ, kp_int(before->revision));
        kp_set_given(&change, after, given);
        if (after->figures_zone != before->figures_zone)
            kp_set(&change, "figuresZone", kp_text(after->figures_zone));
        kp_touch(&change, after->updated_at_ms);
    }
    kp_audit(&change, "settings.edit", KP_SETTINGS_NAME, &kripa_settings_schema, before, after);
    status = kp_commit(call, &change, NULL);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

/* The check normalizes lists in place: so they are copied from the caller's memory. */
static const char **copy_texts(struct kripa_arena *arena, const char **texts, size_t count)
{
    const char **copy = kripa_arena_alloc(arena, sizeof *copy, count);
    if (copy && count)
        memcpy(copy, texts, sizeof *copy * count);
    return copy;
}

enum kripa_status kripa_settings_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                      const struct kripa_settings *settings, kripa_given given,
                                      struct kripa_int if_revision, struct kripa_arena *arena,
                                      struct kripa_settings **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_settings checked = *settings;
    checked.pincodes = copy_texts(arena, settings->pincodes, settings->pincodes_count);
    if (!checked.pincodes)
        return kp_no_memory(err);
    status = kripa_record_check(&kripa_settings_schema, KRIPA_PATCH, viewer.role, arena, &checked,
                                given, err);
    if (status != KRIPA_OK)
        return status;
    static const struct kp_patience patience = {EDIT_TRIES_MAX, KRIPA_OK, NULL, 0};
    struct editing editing = {&checked, given, if_revision, NULL};
    status = kp_retry(&call, &patience, edit_once, &editing);
    *out = editing.result;
    return status;
}
