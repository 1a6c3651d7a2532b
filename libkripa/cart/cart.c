/* SPDX-License-Identifier: MIT
 * A user's cart: products and quantities, changed line by line (domain.md, "Cart"). */
#include <string.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "core/retry.h"
#include "internal.h"

#define CHANGE_TRIES_MAX 16

static enum kripa_status read_cart(const struct kp_call *call, struct kripa_cart *out)
{
    void *found;
    struct kp_call quiet = kp_call_with_err(call, NULL);
    enum kripa_status status = kp_find_id(&quiet, &kripa_cart_schema, call->viewer.user, &found);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(call->err, KRIPA_FORBIDDEN, "this account is gone");
    if (status != KRIPA_OK)
        return kripa_fail(call->err, status, "the cart could not be read");
    *out = *(struct kripa_cart *)found;
    return KRIPA_OK;
}

struct kripa_cart_entry *kp_cart_entry(struct kripa_cart *cart, struct kripa_id product)
{
    for (size_t i = 0; i < cart->cart_count; i++)
        if (kripa_id_equal(cart->cart[i].product, product))
            return &cart->cart[i];
    return NULL;
}

enum kripa_status kp_cart_extend(struct kripa_cart *cart, struct kripa_id product,
                                 struct kripa_cart_entry **out, struct kripa_error *err)
{
    if (cart->cart_count >= KRIPA_CART_LINES_MAX)
        return kripa_fail(err, KRIPA_TOO_LARGE, "a cart holds at most %d products",
                          KRIPA_CART_LINES_MAX);
    *out = &cart->cart[cart->cart_count++];
    **out = (struct kripa_cart_entry){.product = product};
    return KRIPA_OK;
}

/* Copies the lines, with room for as many as a cart may have, so that `apply` may change them. */
static bool make_room(struct kripa_arena *arena, struct kripa_cart *cart)
{
    size_t room = cart->cart_count > KRIPA_CART_LINES_MAX ? cart->cart_count : KRIPA_CART_LINES_MAX;
    struct kripa_cart_entry *entries = kripa_arena_alloc(arena, sizeof *entries, room);
    if (entries && cart->cart_count)
        memcpy(entries, cart->cart, sizeof *entries * cart->cart_count);
    cart->cart = entries;
    return entries;
}

/* Another program may have left two lines of one product: their quantities are added. */
static void join_lines(struct kripa_cart *cart)
{
    size_t count = cart->cart_count;
    cart->cart_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct kripa_cart_entry entry = cart->cart[i];
        struct kripa_cart_entry *first = kp_cart_entry(cart, entry.product);
        if (first)
            first->qty += entry.qty;
        else
            cart->cart[cart->cart_count++] = entry;
    }
}

static bool same(const struct kripa_cart *a, const struct kripa_cart *b)
{
    if (a->cart_count != b->cart_count)
        return false;
    for (size_t i = 0; i < a->cart_count; i++)
        if (!kripa_id_equal(a->cart[i].product, b->cart[i].product) ||
            a->cart[i].qty != b->cart[i].qty)
            return false;
    return true;
}

/* Reads what was done under the edit's key, and the cart as it is now. */
static enum kripa_status recall(struct kp_cart_edit *edit)
{
    edit->kept = NULL;
    enum kripa_status status = KRIPA_OK;
    if (edit->key)
        status = kp_key_read(edit->call, edit->key, &edit->kept);
    if (status == KRIPA_OK)
        status = read_cart(edit->call, &edit->cart);
    return status;
}

/* The key's record is the first edit, so that a key in use is told from other failures. */
static void write_key(struct kp_change *change, const struct kp_cart_edit *edit)
{
    struct kripa_idempotency *row = kripa_arena_alloc(change->call->arena, sizeof *row, 1);
    if (!row) {
        change->failed = true;
        return;
    }
    *row = *edit->key;
    row->note = edit->note;
    kp_insert(change, &kripa_idempotency_schema, row);
}

static enum kripa_status write_cart(struct kp_cart_edit *edit, const struct kripa_cart *before,
                                    bool *lost)
{
    struct kp_change change = kp_change_in(edit->call);
    if (edit->key)
        write_key(&change, edit);
    if (!same(before, &edit->cart)) {
        kp_update(&change, &kripa_cart_schema, edit->call->viewer.user);
        kp_require(&change, "cart", KRIPA_UNCHANGED, kp_member(before));
        kp_set(&change, "cart", kp_member(&edit->cart));
    }
    enum kripa_status status = kp_commit(edit->call, &change, NULL);
    *lost = status == KRIPA_CONFLICT || (edit->key && status == KRIPA_EXISTS);
    return status;
}

static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct kp_cart_edit *edit = ctx;
    edit->call = call;
    enum kripa_status status = recall(edit);
    if (status != KRIPA_OK)
        return status;
    struct kripa_cart before = edit->cart;
    if (!make_room(call->arena, &edit->cart))
        return kp_no_memory(call->err);
    join_lines(&edit->cart);
    if (edit->kept)
        return KRIPA_OK;
    struct kripa_error refusal = {0};
    struct kp_call trial = kp_call_with_err(call, &refusal);
    edit->call = &trial;
    status = edit->apply(edit);
    edit->call = call;
    if (status == KRIPA_OK)
        return write_cart(edit, &before, lost);
    /* Before a refusal the key is read again: the same request, sent twice, may have been done by
     * now. */
    trial.err = NULL;
    edit->call = &trial;
    *lost = edit->key && (recall(edit) != KRIPA_OK || edit->kept);
    edit->call = call;
    if (!*lost && call->err)
        *call->err = refusal;
    return status;
}

enum kripa_status kp_cart_change(struct kp_cart_edit *edit, kp_cart_apply *apply)
{
    static const struct kp_patience patience = {
        CHANGE_TRIES_MAX, KRIPA_CONFLICT, "this cart is being changed elsewhere; try again", 0};
    edit->apply = apply;
    const struct kp_call *call = edit->call;
    enum kripa_status status = kp_need_account(call->viewer, call->err);
    if (status == KRIPA_OK)
        status = kp_retry(call, &patience, attempt, edit);
    edit->call = call;
    return status;
}

/* NOT_FOUND for a product that is gone or hidden; OUT_OF_STOCK when there is not enough of it. */
static enum kripa_status check_line(struct kp_cart_edit *edit,
                                    const struct kripa_cart_entry *wanted)
{
    struct kripa_rows rows;
    enum kripa_status status = kp_cart_products(edit->call, wanted, 1, &rows);
    if (status != KRIPA_OK)
        return status;
    edit->product = kp_product_in(&rows, wanted->product);
    if (!kp_product_sells(edit->product))
        return kripa_fail_field(edit->call->err, KRIPA_NOT_FOUND, "productId",
                                "is no longer available");
    if (wanted->qty > KRIPA_QTY_MAX)
        return kripa_fail_field(edit->call->err, KRIPA_INVALID, "qty", "must be at most %d",
                                KRIPA_QTY_MAX);
    if (wanted->qty > edit->product->stock)
        return kripa_fail_field(edit->call->err, KRIPA_OUT_OF_STOCK, "qty", "only %lld left",
                                (long long)kp_stock_shown(edit->product));
    return KRIPA_OK;
}

static enum kripa_status apply_add(struct kp_cart_edit *edit)
{
    const struct kripa_cart_item *item = edit->input;
    struct kripa_cart_entry *entry = kp_cart_entry(&edit->cart, item->product);
    struct kripa_cart_entry wanted = {item->product, item->qty + (entry ? entry->qty : 0)};
    enum kripa_status status = check_line(edit, &wanted);
    if (status == KRIPA_OK && !entry)
        status = kp_cart_extend(&edit->cart, item->product, &entry, edit->call->err);
    if (status == KRIPA_OK)
        entry->qty = wanted.qty;
    return status;
}

static void take_out(struct kripa_cart *cart, struct kripa_cart_entry *entry)
{
    size_t place = (size_t)(entry - cart->cart);
    cart->cart_count--;
    memmove(entry, entry + 1, (cart->cart_count - place) * sizeof *entry);
}

static enum kripa_status apply_set(struct kp_cart_edit *edit)
{
    const struct kripa_cart_item *item = edit->input;
    struct kripa_cart_entry *entry = kp_cart_entry(&edit->cart, item->product);
    if (!entry)
        return kripa_fail(edit->call->err, KRIPA_NOT_FOUND, "this product is not in the cart");
    if (item->qty == 0) {
        take_out(&edit->cart, entry);
        return KRIPA_OK;
    }
    struct kripa_cart_entry wanted = {item->product, item->qty};
    enum kripa_status status = check_line(edit, &wanted);
    if (status == KRIPA_OK)
        entry->qty = wanted.qty;
    return status;
}

static enum kripa_status apply_remove(struct kp_cart_edit *edit)
{
    const struct kripa_cart_item *item = edit->input;
    struct kripa_cart_entry *entry = kp_cart_entry(&edit->cart, item->product);
    if (entry)
        take_out(&edit->cart, entry);
    return KRIPA_OK;
}

static enum kripa_status apply_clear(struct kp_cart_edit *edit)
{
    edit->cart.cart_count = 0;
    return KRIPA_OK;
}

/* Shows the line of this product as it is after the change. */
static enum kripa_status show_line(const struct kp_cart_edit *edit, struct kripa_id product,
                                   struct kripa_cart_line **out)
{
    struct kripa_cart cart = edit->cart;
    const struct kripa_cart_entry *entry = kp_cart_entry(&cart, product);
    *out = kripa_arena_alloc(edit->call->arena, sizeof **out, 1);
    if (!*out)
        return kp_no_memory(edit->call->err);
    return kp_cart_line(edit->call->arena, edit->call->viewer.role, entry, edit->product, *out,
                        edit->call->err);
}

/* For requests whose `purchase_mode` is not in a record that is checked anyway. */
static enum kripa_status buy_as(struct kp_call *call, const char *purchase_mode)
{
    struct kripa_buying_query asked = {.purchase_mode = purchase_mode};
    enum kripa_status status =
        kripa_record_check(&kripa_buying_query_schema, KRIPA_CREATE, call->viewer.role, call->arena,
                           &asked, KRIPA_GIVEN_ALL, call->err);
    if (status == KRIPA_OK)
        call->viewer = kripa_viewer_buying(call->viewer, asked.purchase_mode);
    return status;
}

enum kripa_status kripa_cart_get(struct kripa *kripa, struct kripa_viewer viewer,
                                 const char *purchase_mode, struct kripa_arena *arena,
                                 struct kripa_cart_lines *out, struct kripa_error *err)
{
    struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_cart cart;
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = buy_as(&call, purchase_mode);
    if (status == KRIPA_OK)
        status = read_cart(&call, &cart);
    if (status != KRIPA_OK)
        return status;
    join_lines(&cart);
    return kp_cart_lines(&call, call.viewer.role, &cart, out);
}

enum kripa_status kripa_cart_add(struct kripa *kripa, struct kripa_viewer viewer,
                                 const struct kripa_cart_item *item, struct kripa_arena *arena,
                                 struct kripa_cart_line **out, struct kripa_error *err)
{
    struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_cart_item input = *item;
    enum kripa_status status = kripa_record_check(&kripa_cart_item_schema, KRIPA_CREATE,
                                                  viewer.role, arena, &input, KRIPA_GIVEN_ALL, err);
    if (status != KRIPA_OK)
        return status;
    call.viewer = kripa_viewer_buying(viewer, input.purchase_mode);
    struct kp_cart_edit edit = {.call = &call, .input = &input};
    status = kp_cart_change(&edit, apply_add);
    return status != KRIPA_OK ? status : show_line(&edit, input.product, out);
}

enum kripa_status kripa_cart_set(struct kripa *kripa, struct kripa_viewer viewer,
                                 const struct kripa_cart_item *item, struct kripa_arena *arena,
                                 struct kripa_cart_line **out, struct kripa_error *err)
{
    struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    *out = NULL;
    if (item->qty < 0 || item->qty > KRIPA_QTY_MAX)
        return kripa_fail_field(err, KRIPA_INVALID, "qty",
                                "must be a whole number between 0 and %d", KRIPA_QTY_MAX);
    enum kripa_status status = buy_as(&call, item->purchase_mode);
    if (status != KRIPA_OK)
        return status;
    struct kp_cart_edit edit = {.call = &call, .input = item};
    status = kp_cart_change(&edit, apply_set);
    if (status != KRIPA_OK || item->qty == 0)
        return status;
    return show_line(&edit, item->product, out);
}

static enum kripa_status change_alone(const struct kp_call *call,
                                      const struct kripa_cart_item *input, kp_cart_apply *apply)
{
    struct kripa_arena arena = {0};
    struct kp_call alone = kp_call_with_arena(call, &arena);
    struct kp_cart_edit edit = {.call = &alone, .input = input};
    enum kripa_status status = kp_cart_change(&edit, apply);
    kripa_arena_clear(&arena);
    return status;
}

enum kripa_status kripa_cart_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id product, struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .viewer = viewer, .err = err};
    struct kripa_cart_item input = {.product = product};
    return change_alone(&call, &input, apply_remove);
}

enum kripa_status kripa_cart_clear(struct kripa *kripa, struct kripa_viewer viewer,
                                   struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .viewer = viewer, .err = err};
    return change_alone(&call, NULL, apply_clear);
}
