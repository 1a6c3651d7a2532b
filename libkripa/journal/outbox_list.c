/* SPDX-License-Identifier: MIT
 * The outbox as admins see it: all messages, and trying one again. */
#include <kripa/outbox.h>

#include "core/context.h"
#include "core/paging.h"
#include "core/retry.h"
#include "journal.h"

#define RETRY_TRIES_MAX 8

static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = kp_newest_first,
};

enum kripa_status kripa_outbox_list(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_outbox_filter *filter,
                                    struct kripa_arena *arena, struct kripa_outbox *out,
                                    struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_outbox_filter){0};
    *out = (struct kripa_outbox){0};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_query query = kp_query_of(arena, &kripa_outbox_message_schema);
    status = kp_page_begin(&filter->paging, &rules, &query, &out->page, err);
    if (status == KRIPA_OK)
        status =
            kp_where_name(&query, "status", "status", kp_outbox_status_names, filter->status, err);
    if (status == KRIPA_OK)
        status = kp_where_name(&query, "kind", "kind", kp_outbox_kind_names, filter->kind, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_rows rows = {0};
    status = kp_page_find(&call, &query, &rows, &out->page);
    out->at = rows.at;
    out->count = rows.count;
    return status;
}

/* One try, guarded by the status that it rests on. */
static enum kripa_status try_again(const struct kp_call *call, struct kripa_outbox_message *message)
{
    const struct kripa_outbox_message before = *message;
    message->status = KRIPA_OUTBOX_PENDING;
    message->attempts = 0;
    message->next_at_ms = kp_now_ms(call->kripa);
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_outbox_message_schema, message->id);
    kp_require(&change, "status", KRIPA_UNCHANGED, kp_member(&before));
    kp_set(&change, "status", kp_member(message));
    kp_set(&change, "attempts", kp_member(message));
    kp_set(&change, "nextAt", kp_member(message));
    kp_audit(&change, "outbox.retry", kp_id_text(call->arena, message->id), NULL, NULL, NULL);
    return kp_commit(call, &change, NULL);
}

struct retrying {
    struct kripa_id id;
    struct kripa_outbox_message *message;
};

static enum kripa_status retry_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct retrying *retrying = ctx;
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_outbox_message_schema, retrying->id, &found);
    if (status != KRIPA_OK)
        return status;
    retrying->message = found;
    if (retrying->message->status == KRIPA_OUTBOX_SENT)
        return kripa_fail(call->err, KRIPA_CONFLICT, "this message was sent already");
    if (kp_outbox_says_secret(retrying->message->kind) && !retrying->message->secret)
        return kripa_fail(call->err, KRIPA_CONFLICT, "what this message said has expired");
    status = try_again(call, retrying->message);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

enum kripa_status kripa_outbox_retry(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, struct kripa_arena *arena,
                                     struct kripa_outbox_message **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kp_patience patience = {RETRY_TRIES_MAX, KRIPA_OK, NULL, 0};
    struct retrying retrying = {id, NULL};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_retry(&call, &patience, retry_once, &retrying);
    *out = retrying.message;
    return status;
}
