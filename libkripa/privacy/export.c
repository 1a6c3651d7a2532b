/* SPDX-License-Identifier: MIT
 * Collects all that is stored about an account, for its owner. */
#include <kripa/privacy.h>

#include <string.h>

#include "account/account.h"
#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "order/order.h"
#include "review/review.h"

#define PAGE 500

/* Finds all that match, a page at a time, as one array. */
static enum kripa_status find_all(const struct kp_call *call, struct kp_query *query,
                                  struct kripa_rows *out)
{
    const struct kripa_schema *of = query->query.of;
    char *all = NULL;
    size_t count = 0, room = 0;
    struct kripa_rows page;
    query->query.limit = PAGE;
    do {
        enum kripa_status status = kp_find(call, query, &page);
        if (status != KRIPA_OK)
            return status;
        if (count + page.count > KRIPA_EXPORT_MAX)
            return kripa_fail(call->err, KRIPA_TOO_LARGE,
                              "more than %d records are kept: ask the shop for them",
                              KRIPA_EXPORT_MAX);
        if (count + page.count > room) {
            room = room ? room * 2 : PAGE;
            char *more = kripa_arena_alloc(call->arena, of->size, room);
            if (!more)
                return kp_no_memory(call->err);
            if (count)
                memcpy(more, all, count * of->size);
            all = more;
        }
        if (page.count)
            memcpy(all + count * of->size, page.at, page.count * of->size);
        count += page.count;
        query->query.after.at =
            kripa_arena_text(call->arena, page.next, query->query.after.size = strlen(page.next));
        if (!query->query.after.at)
            return kp_no_memory(call->err);
    } while (page.next[0]);
    out->at = all;
    out->count = count;
    return KRIPA_OK;
}

static enum kripa_status find_newest(const struct kp_call *call, const struct kripa_schema *of,
                                     const char *field, struct kripa_value value,
                                     struct kripa_rows *rows)
{
    struct kp_query query = kp_query_of(call->arena, of);
    kp_where(&query, field, KRIPA_EQ, value);
    kp_sort(&query, "createdAt", true);
    return find_all(call, &query, rows);
}

static enum kripa_status add_orders(const struct kp_call *call, struct kripa_export *out)
{
    struct kripa_rows rows;
    enum kripa_status status =
        find_newest(call, &kripa_order_schema, "user", kp_id(out->account.id), &rows);
    if (status != KRIPA_OK)
        return status;
    out->orders = rows.at;
    out->orders_count = rows.count;
    return kp_orders_show(call, out->orders, out->orders_count);
}

static enum kripa_status add_reviews(const struct kp_call *call, struct kripa_export *out)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_review_schema);
    struct kripa_rows rows;
    kp_where(&query, "user", KRIPA_EQ, kp_id(out->account.id));
    enum kripa_status status = find_all(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    out->reviews = rows.at;
    out->reviews_count = rows.count;
    return kp_reviews_show(call, out->reviews, out->reviews_count, true);
}

static enum kripa_status add_sessions(const struct kp_call *call, struct kripa_export *out)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_session_schema);
    struct kripa_rows rows;
    kp_where(&query, "user", KRIPA_EQ, kp_id(out->account.id));
    enum kripa_status status = find_all(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_session *sessions = rows.at;
    out->sessions = kripa_arena_alloc(call->arena, sizeof *out->sessions, rows.count);
    if (!out->sessions)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < rows.count; i++)
        out->sessions[i] = (struct kripa_export_session){
            .id = sessions[i].id,
            .created_at_ms = sessions[i].created_at_ms,
            .used_at_ms = sessions[i].rotated_at_ms,
            .expires_at_ms = sessions[i].expires_at_ms,
            .ended = sessions[i].revoked,
        };
    out->sessions_count = rows.count;
    return KRIPA_OK;
}

static enum kripa_status add_messages(const struct kp_call *call, struct kripa_export *out)
{
    struct kripa_rows rows;
    enum kripa_status status =
        find_newest(call, &kripa_outbox_message_schema, "to", kp_text(out->account.email), &rows);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_outbox_message *messages = rows.at;
    out->messages = kripa_arena_alloc(call->arena, sizeof *out->messages, rows.count);
    if (!out->messages)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < rows.count; i++)
        out->messages[i] = (struct kripa_export_message){
            .id = messages[i].id,
            .kind = messages[i].kind,
            .to = messages[i].to,
            .data = messages[i].data,
            .status = messages[i].status,
            .created_at_ms = messages[i].created_at_ms,
        };
    out->messages_count = rows.count;
    return KRIPA_OK;
}

static enum kripa_status add_cart(const struct kp_call *call, struct kripa_export *out)
{
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_cart_schema, out->account.id, &found);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_cart *cart = found;
    out->cart = kripa_arena_alloc(call->arena, sizeof *out->cart, cart->cart_count);
    if (!out->cart)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < cart->cart_count; i++)
        out->cart[i] = (struct kripa_export_item){cart->cart[i].product, cart->cart[i].qty};
    out->cart_count = cart->cart_count;
    status = kp_find_id(call, &kripa_favorites_schema, out->account.id, &found);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_favorites *favorites = found;
    out->favorites = favorites->favorites;
    out->favorites_count = favorites->favorites_count;
    return KRIPA_OK;
}

/* Each asks one room for its part, in the order of the document. */
static enum kripa_status (*const parts[])(const struct kp_call *, struct kripa_export *) = {
    add_cart, add_orders, add_reviews, add_sessions, add_messages};

enum kripa_status kripa_account_export(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_export **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_account *account;
    enum kripa_status status = kripa_account_get(kripa, viewer, id, arena, &account, err);
    if (status != KRIPA_OK)
        return status;
    /* it is shown as its owner may see it, whoever asks */
    viewer = (struct kripa_viewer){.user = account->id, .role = account->role};
    const struct kp_call call = {.kripa = kripa, .viewer = viewer, .arena = arena, .err = err};
    *out = kripa_arena_alloc(arena, sizeof **out, 1);
    if (!*out)
        return kp_no_memory(err);
    (*out)->made_at_ms = kp_now_ms(kripa);
    (*out)->account = *account;
    for (size_t i = 0; status == KRIPA_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](&call, *out);
    return status;
}
