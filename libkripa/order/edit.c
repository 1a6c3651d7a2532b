/* SPDX-License-Identifier: MIT
 * Changes of an order that leave its state: a note, or another address (domain.md, "Orders"). */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"
#include "shop/shop.h"

#define TRIES_MAX 16
/* entries of the history that must stay free: for shipping and for the final state */
#define MOVES_MAX 2

struct edit {
    const struct kp_call *call;
    struct kripa_id id;
    const char *note;                    /* for the history */
    const struct kripa_address *address; /* NULL: unchanged */
    const char *action;                  /* for the audit log */
    struct kripa_order *result;
};

static enum kripa_status check(const struct edit *edit, const struct kripa_order *order)
{
    if (order->archived)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT, "an archived order takes no change");
    if (edit->address && order->delivery_status != KRIPA_DELIVERY_PENDING)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT, "an order that is %s keeps its address",
                          kripa_delivery_status_name(order->delivery_status));
    if (order->history_count + MOVES_MAX >= KRIPA_HISTORY_MAX)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT, "the history of this order is full");
    return KRIPA_OK;
}

static enum kripa_status check_served(const struct edit *edit)
{
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(edit->call, &settings);
    if (status != KRIPA_OK || kp_pincode_served(settings, edit->address->pincode))
        return status;
    return kripa_fail_field(edit->call->err, KRIPA_INVALID, "shippingAddress.pincode",
                            "we do not deliver there");
}

static bool has_address(const struct kripa_order *order, const struct kripa_address *address)
{
    const struct kripa_address *is = &order->shipping_address;
    return kp_text_equal(is->name, address->name) && kp_text_equal(is->phone, address->phone) &&
           kp_text_equal(is->address_line, address->address_line) &&
           kp_text_equal(is->city, address->city) && kp_text_equal(is->state, address->state) &&
           kp_text_equal(is->pincode, address->pincode);
}

/* Adds an entry to the history whose state is the same as before. */
static bool advance(const struct edit *edit, struct kripa_order *order)
{
    if (edit->address)
        order->shipping_address = *edit->address;
    return kp_order_record(edit->call, order, order->delivery_status, edit->note);
}

/* Orders are found by the name and phone of their address, and by their buyer's. */
static enum kripa_status write_terms(struct kp_change *change, const struct edit *edit,
                                     const struct kripa_order *order,
                                     const struct kripa_user_ref *user)
{
    struct kripa_buyer buyer = {0};
    struct kripa_terms *terms = kripa_arena_alloc(edit->call->arena, sizeof *terms, 1);
    if (user) {
        buyer.name = user->name;
        buyer.email = user->email;
        buyer.phone = user->phone;
    }
    if (!terms || kp_order_terms(edit->call->arena, order, user ? &buyer : NULL, terms) != KRIPA_OK)
        return kp_no_memory(edit->call->err);
    kp_update(change, &kripa_order_terms_schema, order->id);
    kp_set(change, "terms", kp_member(terms));
    return KRIPA_OK;
}

static enum kripa_status write_down(const struct edit *edit, const struct kripa_order *before,
                                    const struct kripa_order *after,
                                    const struct kripa_user_ref *buyer)
{
    struct kp_change change = kp_change_in(edit->call);
    struct kripa_note_body noted = {edit->note};
    enum kripa_status status = KRIPA_OK;
    kp_update(&change, &kripa_order_schema, after->id);
    kp_require(&change, "deliveryStatus", KRIPA_UNCHANGED, kp_member(before));
    kp_require(&change, "archived", KRIPA_NE, kp_int(true));
    kp_require(&change, "revision", KRIPA_UNCHANGED,
               kp_member(before)); /* its history still has room */
    if (edit->address)
        kp_set(&change, "shippingAddress", kp_member(after));
    kp_push(&change, "history", &after->history[after->history_count - 1]);
    kp_touch(&change, after->updated_at_ms);
    if (edit->address)
        status = write_terms(&change, edit, after, buyer);
    if (status != KRIPA_OK)
        return status;
    const char *target = kp_id_text(edit->call->arena, after->id);
    if (edit->address)
        kp_audit(&change, edit->action, target, &kripa_address_schema, &before->shipping_address,
                 &after->shipping_address);
    else
        kp_audit(&change, edit->action, target, &kripa_note_body_schema, NULL, &noted);
    return kp_commit(edit->call, &change, NULL);
}

/* *lost: somebody else changed the order's state meanwhile. */
static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct edit *edit = ctx;
    edit->call = call;
    struct kripa_order **out = &edit->result;
    enum kripa_status status = kp_order_read(call, edit->id, out);
    if (status == KRIPA_OK)
        status = check(edit, *out);
    if (status != KRIPA_OK)
        return status;
    struct kripa_order before = **out;
    bool stays = edit->address && has_address(&before, edit->address);
    if (!stays && !advance(edit, *out))
        return kp_no_memory(call->err);
    struct kripa_user_ref *buyer;
    status = kp_order_buyer(call, *out, &buyer);
    if (status == KRIPA_OK)
        status = kp_order_show(call, *out, buyer);
    if (status != KRIPA_OK || stays)
        return status;
    status = write_down(edit, &before, *out, buyer);
    *lost = status == KRIPA_CONFLICT;
    return status;
}

static enum kripa_status carry_out(struct edit *edit, struct kripa_order **out)
{
    static const struct kp_patience patience = {
        TRIES_MAX, KRIPA_CONFLICT, "somebody else is changing this order; try again", 0};
    enum kripa_status status = kp_retry(edit->call, &patience, attempt, edit);
    *out = edit->result;
    return status;
}

static enum kripa_status check_note(struct kripa_viewer viewer, struct kripa_arena *arena,
                                    struct kripa_note_body *body, struct kripa_error *err)
{
    return kripa_record_check(&kripa_note_body_schema, KRIPA_CREATE, viewer.role, arena, body,
                              KRIPA_GIVEN_ALL, err);
}

enum kripa_status kripa_order_note(struct kripa *kripa, struct kripa_viewer viewer,
                                   struct kripa_id id, const char *note, struct kripa_arena *arena,
                                   struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_note_body body = {note};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = check_note(viewer, arena, &body, err);
    if (status == KRIPA_OK && !body.note)
        status = kripa_fail_field(err, KRIPA_INVALID, "note", "is required");
    if (status != KRIPA_OK)
        return status;
    struct edit edit = {&call, id, body.note, NULL, "order.note"};
    return carry_out(&edit, out);
}

enum kripa_status kripa_order_readdress(struct kripa *kripa, struct kripa_viewer viewer,
                                        struct kripa_id id, const struct kripa_address *address,
                                        const char *note, struct kripa_arena *arena,
                                        struct kripa_order **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_order_request checked = {.shipping_address = *address};
    struct kripa_note_body noted = {note};
    kripa_given given = kripa_schema_bit(&kripa_order_request_schema, "shippingAddress");
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = check_note(viewer, arena, &noted, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_order_request_schema, KRIPA_PATCH, viewer.role, arena,
                                    &checked, given, err);
    struct edit edit = {.call = &call,
                        .id = id,
                        .note = noted.note ? noted.note : "another address",
                        .address = &checked.shipping_address,
                        .action = "order.address"};
    if (status == KRIPA_OK)
        status = check_served(&edit);
    return status == KRIPA_OK ? carry_out(&edit, out) : status;
}
