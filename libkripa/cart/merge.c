/* SPDX-License-Identifier: MIT
 * Adds a guest's cart to the account's at sign-in: quantities add up, up to the stock (domain.md,
 * "Cart"). */
#include <string.h>

#include <kripa/sys/json.h>

#include "base/status.h"
#include "catalog/catalog.h"
#include "internal.h"

#define GONE      "no longer available"
#define KEY_ROUTE "cart.merge" /* so that the key of a merge never is that of an order */

/* Reads the products of the guest's lines. */
static enum kripa_status read_products(struct kp_cart_edit *edit,
                                       const struct kripa_cart_merge *merge,
                                       struct kripa_rows *rows)
{
    struct kripa_cart_entry *entries =
        kripa_arena_alloc(edit->call->arena, sizeof *entries, merge->items_count);
    if (!entries)
        return kp_no_memory(edit->call->err);
    for (size_t i = 0; i < merge->items_count; i++)
        entries[i].product = merge->items[i].product;
    return kp_cart_products(edit->call, entries, merge->items_count, rows);
}

/* Appends a name to a list: "head: one, two". */
static enum kripa_status name_in(struct kripa_arena *arena, const char **list, const char *head,
                                 const char *name, struct kripa_error *err)
{
    *list = *list ? kripa_arena_format(arena, "%s, %s", *list, name)
                  : kripa_arena_format(arena, "%s: %s", head, name);
    return *list ? KRIPA_OK : kp_no_memory(err);
}

/* Names the product if everybody may see it: a hidden one is only counted. */
static enum kripa_status leave_out(struct kp_cart_edit *edit, const struct kripa_product *product)
{
    if (product && product->active && product->name)
        return name_in(edit->call->arena, &edit->gone, GONE, product->name, edit->call->err);
    edit->nameless++;
    return KRIPA_OK;
}

static enum kripa_status count_nameless(struct kp_cart_edit *edit)
{
    if (edit->nameless == 0)
        return KRIPA_OK;
    const char *what = edit->gone ? "other" : "product";
    const char *text = kripa_arena_format(edit->call->arena, "%zu %s%s", edit->nameless, what,
                                          edit->nameless > 1 ? "s" : "");
    if (!text)
        return kp_no_memory(edit->call->err);
    return name_in(edit->call->arena, &edit->gone, GONE, text, edit->call->err);
}

static enum kripa_status cut_down(struct kp_cart_edit *edit, const struct kripa_product *product,
                                  int64_t qty)
{
    const char *name = kripa_arena_format(edit->call->arena, "%s (%lld)",
                                          product->name ? product->name : "", (long long)qty);
    if (!name)
        return kp_no_memory(edit->call->err);
    return name_in(edit->call->arena, &edit->cut, "less than asked for", name, edit->call->err);
}

/* At most the stock, but never less than the account's own line already has. */
static int64_t capped(const struct kripa_product *product, int64_t own, int64_t more)
{
    int64_t most = product->stock < KRIPA_QTY_MAX ? product->stock : KRIPA_QTY_MAX;
    if (own + more <= most)
        return own + more;
    return most > own ? most : own;
}

static enum kripa_status take_over(struct kp_cart_edit *edit, const struct kripa_cart_item *item,
                                   const struct kripa_product *product)
{
    struct kripa_cart_entry *entry = kp_cart_entry(&edit->cart, item->product);
    bool can_be_bought = kp_product_sells(product) && (product->stock > 0 || entry);
    if (!can_be_bought)
        return leave_out(edit, product);
    enum kripa_status status = KRIPA_OK;
    if (!entry)
        status = kp_cart_extend(&edit->cart, item->product, &entry, edit->call->err);
    if (status != KRIPA_OK)
        return status;
    int64_t wanted = entry->qty + item->qty;
    entry->qty = capped(product, entry->qty, item->qty);
    return entry->qty < wanted ? cut_down(edit, product, entry->qty) : KRIPA_OK;
}

/* Says what did not go in; NULL when all did. */
static enum kripa_status describe(struct kp_cart_edit *edit)
{
    edit->note = edit->gone ? edit->gone : edit->cut;
    if (!edit->gone || !edit->cut)
        return KRIPA_OK;
    edit->note = kripa_arena_format(edit->call->arena, "%s; %s", edit->gone, edit->cut);
    return edit->note ? KRIPA_OK : kp_no_memory(edit->call->err);
}

static enum kripa_status apply_merge(struct kp_cart_edit *edit)
{
    const struct kripa_cart_merge *merge = edit->input;
    struct kripa_rows rows;
    edit->gone = edit->cut = NULL;
    edit->nameless = 0;
    enum kripa_status status = read_products(edit, merge, &rows);
    for (size_t i = 0; status == KRIPA_OK && i < merge->items_count; i++) {
        const struct kripa_cart_item *item = &merge->items[i];
        status = take_over(edit, item, kp_product_in(&rows, item->product));
    }
    if (status == KRIPA_OK)
        status = count_nameless(edit);
    return status == KRIPA_OK ? describe(edit) : status;
}

/* A copy, as the check fills quantities in where the items are: not in the caller's memory. */
static bool copy_items(struct kripa_arena *arena, struct kripa_cart_merge *merge)
{
    size_t count = merge->items_count;
    struct kripa_cart_item *items = kripa_arena_alloc(arena, sizeof *items, count);
    if (items && count)
        memcpy(items, merge->items, sizeof *items * count);
    merge->items = items;
    return items;
}

/* The request as the text that kp_key_make takes. NULL: out of memory. */
static const char *request_text(struct kripa_arena *arena, const struct kripa_cart_merge *merge)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write(&writer, "[");
    for (size_t i = 0; i < merge->items_count; i++)
        kp_key_write_item(&writer, merge->items[i].product, merge->items[i].qty);
    kp_key_write_mode(&writer, merge->purchase_mode);
    kripa_write(&writer, "]");
    return writer.failed ? NULL : writer.at;
}

enum kripa_status kripa_cart_merge(struct kripa *kripa, struct kripa_viewer viewer,
                                   const struct kripa_cart_merge *merge, const char *key,
                                   struct kripa_arena *arena, struct kripa_cart_lines *out,
                                   const char **note, struct kripa_error *err)
{
    struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_cart_merge input = *merge;
    if (!copy_items(arena, &input))
        return kp_no_memory(err);
    struct kripa_idempotency *row = NULL;
    enum kripa_status status = kripa_record_check(&kripa_cart_merge_schema, KRIPA_CREATE,
                                                  viewer.role, arena, &input, KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK && key)
        status = kp_key_make(&call, request_text(arena, &input), KEY_ROUTE, key, &row);
    if (status != KRIPA_OK)
        return status;
    call.viewer = kripa_viewer_buying(viewer, input.purchase_mode);
    struct kp_cart_edit edit = {.call = &call, .input = &input, .key = row};
    status = kp_cart_change(&edit, apply_merge);
    if (status != KRIPA_OK)
        return status;
    *note = edit.kept ? edit.kept->note : edit.note;
    return kp_cart_lines(&call, call.viewer.role, &edit.cart, out);
}
