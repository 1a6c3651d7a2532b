/* SPDX-License-Identifier: MIT
 * Products of another program or an earlier version: their category, sort key and search terms,
 * their stock as a ledger, and their count of sold units. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "core/query.h"
#include "internal.h"
#include "journal/journal.h"

static const struct kripa_id no_id;

/* A product as it is, and as it shall be. */
struct look {
    struct kp_migration *migration;
    const struct kp_category_tree *tree;
    const struct kripa_product *is;
    struct kripa_product want;
    const struct kripa_product_place *stands;
    struct kripa_product_place place; /* where it is to stand */
    struct kp_product_sums sums;
    struct kp_change *change;
    bool begun; /* its edit is the last one of the change */
};

static const char *subject_of(const struct look *look)
{
    return kp_subject(look->migration, "product", look->is->name, look->is->id);
}

static bool is_known(const struct look *look, struct kripa_id category)
{
    return kp_category_by_id(look->tree, category) ||
           kp_tally_find(&look->migration->coming, category, no_id);
}

/* A subcategory counts only if it belongs to the product's category. */
static bool lies_below(const struct look *look)
{
    const struct kripa_category *top = kp_category_by_id(look->tree, look->stands->top);
    const struct kripa_category *below = kp_category_by_id(look->tree, look->stands->below);
    return !top || !below || kp_category_within(look->tree, below, top);
}

/* The category that Kripa stored, unless another program has moved the product since. */
static struct kripa_id find_category(const struct look *look)
{
    const struct kripa_product_place *is = look->stands;
    if (is_known(look, is->leaf) && kp_place_in_step(is))
        return is->leaf;
    const struct kripa_id places[] = {lies_below(look) ? is->below : no_id, is->top, is->old,
                                      is->below, is->leaf};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (is_known(look, places[i]))
            return places[i];
    return no_id;
}

/* The other program's field stays as it is, and so does a subcategory of another category. */
static void decide_place(struct look *look)
{
    struct kripa_product_place *want = &look->place;
    const struct kripa_product_place *is = look->stands;
    struct kripa_id id = find_category(look);
    if (kripa_id_is_zero(id)) {
        if (!kripa_id_is_zero(kp_place_category(is)))
            kp_anomaly(look->migration, "%s: its category is gone", subject_of(look));
        return;
    }
    if (!lies_below(look) && !kp_place_in_step(is))
        kp_anomaly(look->migration, "%s: its subcategory does not lie in its category",
                   subject_of(look));
    const struct kripa_category *category = kp_category_by_id(look->tree, id);
    if (!category) {
        want->leaf = id;
        return;
    }
    kp_place_set(want, look->tree, category);
    want->old = is->old;
    if (kripa_id_is_zero(want->below) && !kripa_id_equal(is->below, id))
        want->below = is->below;
}

static void tell_anomalies(const struct look *look)
{
    const struct kripa_product *is = look->is;
    const struct {
        const char *field;
        struct kripa_int paise;
    } ladder[] = {{"price_bulk", is->price_bulk_paise},
                  {"retailer_price", is->retailer_price_paise},
                  {"price", {is->price_paise, true}}};
    if (!is->name)
        kp_anomaly(look->migration, "%s: it has no name", subject_of(look));
    if (is->stock < 0)
        kp_anomaly(look->migration, "%s: its stock is %lld, shown as 0", subject_of(look),
                   (long long)is->stock);
    const char *lower = NULL;
    int64_t lower_paise = 0;
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        if (!ladder[i].paise.set)
            continue;
        if (ladder[i].paise.value <= 0)
            kp_anomaly(look->migration, "%s: its %s is not above 0%s", subject_of(look),
                       ladder[i].field,
                       i + 1 < sizeof ladder / sizeof *ladder ? "" : ": it is not sold");
        else if (lower && lower_paise > ladder[i].paise.value)
            kp_anomaly(look->migration,
                       "%s: its %s is above its %s: nobody pays more than its price",
                       subject_of(look), lower, ladder[i].field);
        lower = ladder[i].field;
        lower_paise = ladder[i].paise.value;
    }
}

/* Begins the edit of the product, once. */
static struct kp_change *edit(struct look *look)
{
    if (!look->begun)
        kp_update(look->change, &kripa_product_schema, look->is->id);
    look->begun = true;
    return look->change;
}

/* Sets fields to what they shall be, with guards that the fields in `same` (both lists end with
 * NULL) are unchanged. */
static void set(struct look *look, enum kp_counted counted, const char *const *fields,
                const struct kripa_product *want, const char *const *same)
{
    struct kp_change *change = edit(look);
    for (; *same; same++)
        kp_require(change, *same, KRIPA_UNCHANGED, kp_member(look->is));
    for (; *fields; fields++)
        kp_set(change, *fields, kp_member(want));
    kp_counted(look->migration, counted, 1);
}
#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void write_place(struct look *look)
{
    const struct kripa_product_place *is = look->stands, *want = &look->place;
    if (kripa_id_equal(is->leaf, want->leaf) && kripa_id_equal(is->top, want->top) &&
        kripa_id_equal(is->below, want->below))
        return;
    kp_place_hold(look->change, is);
    for (const char *const *name = FIELDS("categoryLeaf", "category_id", "subcategory_id"); *name;
         name++)
        kp_set(look->change, *name, kp_member(want));
    kp_counted(look->migration, KP_COUNTED_PLACES, 1);
}

static void write_rows(struct look *look, const struct kripa_product *want)
{
    const struct kripa_product *is = look->is;
    write_place(look);
    if (!kp_text_equal(is->name_key, want->name_key))
        set(look, KP_COUNTED_NAME_KEYS, FIELDS("nameKey"), want, FIELDS("name"));
    if (is->stock_headroom.set != want->stock_headroom.set ||
        is->stock_headroom.value != want->stock_headroom.value)
        set(look, KP_COUNTED_SPARE, FIELDS("stock_spare"), want,
            FIELDS("stock", "low_stock_threshold"));
    if (is->sold != want->sold || is->ordered != want->ordered)
        set(look, KP_COUNTED_SOLD, FIELDS("sold", "ordered"), want, FIELDS("sold", "ordered"));
}

/* Two migrations that see the same ledger give the entry the same id, so the later one fails and
 * decides again. */
static struct kripa_id ledger_id(const struct look *look)
{
    char name[64], product[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(look->is->id, product);
    snprintf(name, sizeof name, "ledger:%s:%lld", product, (long long)look->sums.moves);
    return kp_id_of_name(name);
}

/* Stock without a ledger entry was there before Kripa, or was changed by the other program. If
 * there is no other program, it is a fault, which verify reports. */
static void write_ledger(struct look *look)
{
    struct kp_migration *migration = look->migration;
    int64_t delta = look->is->stock - look->sums.ledger;
    bool opens = look->sums.moves == 0;
    if (delta == 0)
        return;
    if (!opens && !migration->beside) {
        kp_anomaly(migration, "%s: its stock is %lld, the ledger says %lld", subject_of(look),
                   (long long)look->is->stock, (long long)look->sums.ledger);
        return;
    }
    set(look, opens ? KP_COUNTED_OPENING : KP_COUNTED_CORRECTED, FIELDS(NULL), look->is,
        FIELDS("stock"));
    struct kripa_ledger_entry *entry = kp_ledger_entry(
        look->change, look->is->id, delta, opens ? KRIPA_LEDGER_OPENING : KRIPA_LEDGER_CORRECT,
        opens ? "as it was found" : "changed elsewhere", no_id);
    if (entry) {
        entry->id = ledger_id(look);
        kp_insert(look->change, &kripa_ledger_entry_schema, entry);
    }
    look->begun = false;
}

static enum kripa_status write_terms(struct look *look, const struct kripa_product *want,
                                     const struct kripa_terms *stored)
{
    struct kp_migration *migration = look->migration;
    struct kripa_terms *terms = kripa_arena_alloc(&migration->page, sizeof *terms, 1);
    if (!terms)
        return kp_no_memory(migration->call.err);
    enum kripa_status status =
        kp_product_terms(look->tree, want, &migration->page, terms, migration->call.err);
    if (status != KRIPA_OK || kp_terms_same(terms, stored))
        return status;
    kp_category_guard(look->change, look->tree, kp_category_by_id(look->tree, want->category));
    kp_update(look->change, &kripa_product_schema, want->id);
    kp_product_terms_hold(look->change, want);
    kp_place_hold(look->change, &look->place);
    kp_update(look->change, &kripa_product_terms_schema, want->id);
    kp_set(look->change, "terms", kp_member(terms));
    kp_counted(migration, KP_COUNTED_PRODUCT_TERMS, 1);
    return KRIPA_OK;
}

/* The tallies were made a while ago, so a product that differs from them is counted again. */
static enum kripa_status count_sums(struct look *look)
{
    struct kp_migration *migration = look->migration;
    const struct kripa_product *is = look->is;
    const struct kp_tally_slot *ledger = kp_tally_find(&migration->ledger, is->id, no_id),
                               *sold = kp_tally_find(&migration->sold, is->id, no_id);
    bool agree = is->stock == (ledger ? ledger->sum : 0) && is->sold == (sold ? sold->sum : 0) &&
                 (is->ordered || !sold);
    look->sums = (struct kp_product_sums){
        .ledger = is->stock, .moves = 1, .sold = is->sold, .ordered = is->ordered};
    if (agree)
        return KRIPA_OK;
    return kp_product_sums(&migration->call, is->id, &look->sums);
}

static enum kripa_status decide(struct look *look)
{
    struct kripa_product *want = &look->want;
    const struct kripa_product *is = look->is;
    enum kripa_status status = count_sums(look);
    if (status != KRIPA_OK)
        return status;
    decide_place(look);
    want->category = kp_place_category(&look->place);
    if (is->name) {
        want->name_key = kp_text_fold(&look->migration->page, is->name, KRIPA_NAME_KEY_BYTES_MAX);
        if (!want->name_key)
            return kp_no_memory(look->migration->call.err);
    }
    const struct kripa_int *threshold = &is->low_stock_threshold;
    want->stock_headroom = (struct kripa_int){0};
    if (threshold->set)
        want->stock_headroom = (struct kripa_int){is->stock - threshold->value, true};
    want->sold = look->sums.sold;
    want->ordered = is->ordered || look->sums.ordered;
    return KRIPA_OK;
}

static enum kripa_status bring_forward(struct kp_migration *migration,
                                       const struct kp_category_tree *tree,
                                       const struct kripa_product *product,
                                       const struct kripa_product_place *place,
                                       const struct kripa_terms *terms, struct kp_change *change)
{
    struct look *look = kripa_arena_alloc(&migration->page, sizeof *look, 1);
    if (!look)
        return kp_no_memory(migration->call.err);
    *look = (struct look){.migration = migration,
                          .tree = tree,
                          .is = product,
                          .want = *product,
                          .stands = place,
                          .place = *place,
                          .change = change};
    tell_anomalies(look);
    enum kripa_status status = decide(look);
    if (status != KRIPA_OK)
        return status;
    write_rows(look, &look->want);
    write_ledger(look);
    return write_terms(look, &look->want, terms);
}

static enum kripa_status look_at(struct kp_migration *migration, const struct kripa_rows *rows,
                                 struct kp_change *change)
{
    const struct kripa_product *products = rows->at;
    const struct kp_category_tree *tree;
    struct kripa_rows terms;
    struct kp_found places = {0};
    struct kripa_id *ids = kripa_arena_alloc(&migration->page, sizeof *ids, rows->count);
    if (!ids)
        return kp_no_memory(migration->call.err);
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = products[i].id;
    enum kripa_status status =
        kp_read_terms(migration, &kripa_product_terms_schema, ids, rows->count, &terms);
    if (status == KRIPA_OK)
        status = kp_places_read(&migration->call, products, rows->count, &places);
    if (status == KRIPA_OK)
        status = kp_category_pin(&migration->call, &tree);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++) {
        const struct kripa_product_place *place = kp_place_in(&places, ids[i]);
        if (place)
            status = bring_forward(migration, tree, &products[i], place,
                                   kp_terms_in(&terms, ids[i]), change);
    }
    kp_category_unpin(migration->call.kripa, tree);
    return status;
}

enum kripa_status kp_migrate_products(struct kp_migration *migration)
{
    return kp_migrate_pages(migration, &kripa_product_schema, NULL, look_at);
}

static enum kripa_status make_terms(const struct kp_call *call, const void *record,
                                    struct kripa_terms *out)
{
    const struct kp_category_tree *tree;
    struct kripa_product product = *(const struct kripa_product *)record;
    enum kripa_status status = kp_products_place(call, &product, 1);
    if (status == KRIPA_OK)
        status = kp_category_pin(call, &tree);
    if (status != KRIPA_OK)
        return status;
    status = kp_product_terms(tree, &product, call->arena, out, call->err);
    kp_category_unpin(call->kripa, tree);
    return status;
}
const struct kp_searched kp_searched_products = {&kripa_product_schema, &kripa_product_terms_schema,
                                                 make_terms};

static enum kripa_status add_movement(void *ctx, const void *record)
{
    struct kp_migration *migration = ctx;
    const struct kripa_ledger_entry *entry = record;
    return kp_tally_add(&migration->ledger, entry->product, no_id, entry->delta)
               ? KRIPA_OK
               : kp_no_memory(migration->call.err);
}

static enum kripa_status add_order(void *ctx, const void *record)
{
    struct kp_migration *migration = ctx;
    const struct kripa_order *order = record;
    bool cancelled = order->delivery_status == KRIPA_DELIVERY_CANCELLED;
    bool kept = kp_tally_at(&migration->buyers, order->user, no_id);
    for (size_t i = 0; kept && i < order->items_count; i++)
        kept = kp_tally_add(&migration->sold, order->items[i].product, no_id,
                            cancelled ? 0 : order->items[i].qty);
    return kept ? KRIPA_OK : kp_no_memory(migration->call.err);
}

enum kripa_status kp_migrate_sums(struct kp_migration *migration)
{
    struct kp_query ledger = kp_query_of(&migration->page, &kripa_ledger_entry_schema);
    enum kripa_status status = kp_scan(&migration->call, &ledger, add_movement, migration);
    if (status != KRIPA_OK)
        return status;
    struct kp_query orders = kp_query_of(&migration->page, &kripa_order_schema);
    return kp_scan(&migration->call, &orders, add_order, migration);
}
