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
struct item {
    struct kp_migration *migration;
    const struct kp_category_tree *tree;
    const struct kripa_product *before;
    struct kripa_product after;
    const struct kripa_product_place *stands;
    struct kripa_product_place place; /* where it is to stand */
    struct kp_product_sums sums;
    struct kp_change *change;
    bool begun; /* its edit is the last one of the change */
};

static const char *subject_of(const struct item *item)
{
    return kp_subject(item->migration, "product", item->before->name, item->before->id);
}

static bool is_known(const struct item *item, struct kripa_id category)
{
    return kp_category_by_id(item->tree, category) ||
           kp_tally_find(&item->migration->coming, category, no_id);
}

/* A subcategory counts only if it belongs to the product's category. */
static bool lies_below(const struct item *item)
{
    const struct kripa_category *top = kp_category_by_id(item->tree, item->stands->top);
    const struct kripa_category *below = kp_category_by_id(item->tree, item->stands->below);
    return !top || !below || kp_category_within(item->tree, below, top);
}

/* The category that Kripa stored, unless another program has moved the product since. */
static struct kripa_id find_category(const struct item *item)
{
    const struct kripa_product_place *before = item->stands;
    if (is_known(item, before->leaf) && kp_place_in_step(before))
        return before->leaf;
    const struct kripa_id places[] = {lies_below(item) ? before->below : no_id, before->top,
                                      before->old, before->below, before->leaf};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (is_known(item, places[i]))
            return places[i];
    return no_id;
}

/* The other program's field stays as it is, and so does a subcategory of another category. */
static void decide_place(struct item *item)
{
    struct kripa_product_place *after = &item->place;
    const struct kripa_product_place *before = item->stands;
    struct kripa_id id = find_category(item);
    if (kripa_id_is_zero(id)) {
        if (!kripa_id_is_zero(kp_place_category(before)))
            kp_anomaly(item->migration, "%s: its category is gone", subject_of(item));
        return;
    }
    if (!lies_below(item) && !kp_place_in_step(before))
        kp_anomaly(item->migration, "%s: its subcategory does not lie in its category",
                   subject_of(item));
    const struct kripa_category *category = kp_category_by_id(item->tree, id);
    if (!category) {
        after->leaf = id;
        return;
    }
    kp_place_set(after, item->tree, category);
    after->old = before->old;
    if (kripa_id_is_zero(after->below) && !kripa_id_equal(before->below, id))
        after->below = before->below;
}

static void tell_anomalies(const struct item *item)
{
    const struct kripa_product *before = item->before;
    const struct {
        const char *field;
        struct kripa_int paise;
    } ladder[] = {{"price_bulk", before->price_bulk_paise},
                  {"retailer_price", before->retailer_price_paise},
                  {"price", {before->price_paise, true}}};
    if (!before->name)
        kp_anomaly(item->migration, "%s: it has no name", subject_of(item));
    if (before->stock < 0)
        kp_anomaly(item->migration, "%s: its stock is %lld, shown as 0", subject_of(item),
                   (long long)before->stock);
    const char *lower = NULL;
    int64_t lower_paise = 0;
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        if (!ladder[i].paise.set)
            continue;
        if (ladder[i].paise.value <= 0)
            kp_anomaly(item->migration, "%s: its %s is not above 0%s", subject_of(item),
                       ladder[i].field,
                       i + 1 < sizeof ladder / sizeof *ladder ? "" : ": it is not sold");
        else if (lower && lower_paise > ladder[i].paise.value)
            kp_anomaly(item->migration,
                       "%s: its %s is above its %s: nobody pays more than its price",
                       subject_of(item), lower, ladder[i].field);
        lower = ladder[i].field;
        lower_paise = ladder[i].paise.value;
    }
}

/* Begins the edit of the product, once. */
static struct kp_change *edit(struct item *item)
{
    if (!item->begun)
        kp_update(item->change, &kripa_product_schema, item->before->id);
    item->begun = true;
    return item->change;
}

/* Sets fields to what they shall be, with guards that the fields in `same` (both lists end with
 * NULL) are unchanged. */
static void set(struct item *item, enum kp_counted counted, const char *const *fields,
                const struct kripa_product *after, const char *const *same)
{
    struct kp_change *change = edit(item);
    for (; *same; same++)
        kp_require(change, *same, KRIPA_UNCHANGED, kp_member(item->before));
    for (; *fields; fields++)
        kp_set(change, *fields, kp_member(after));
    kp_counted(item->migration, counted, 1);
}
#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void write_place(struct item *item)
{
    const struct kripa_product_place *before = item->stands, *after = &item->place;
    if (kripa_id_equal(before->leaf, after->leaf) && kripa_id_equal(before->top, after->top) &&
        kripa_id_equal(before->below, after->below))
        return;
    kp_place_hold(item->change, before);
    for (const char *const *name = FIELDS("categoryLeaf", "category_id", "subcategory_id"); *name;
         name++)
        kp_set(item->change, *name, kp_member(after));
    kp_counted(item->migration, KP_COUNTED_PLACES, 1);
}

static void write_rows(struct item *item, const struct kripa_product *after)
{
    const struct kripa_product *before = item->before;
    write_place(item);
    if (!kp_text_equal(before->name_key, after->name_key))
        set(item, KP_COUNTED_NAME_KEYS, FIELDS("nameKey"), after, FIELDS("name"));
    if (before->stock_headroom.set != after->stock_headroom.set ||
        before->stock_headroom.value != after->stock_headroom.value)
        set(item, KP_COUNTED_SPARE, FIELDS("stock_spare"), after,
            FIELDS("stock", "low_stock_threshold"));
    if (before->sold != after->sold || before->sold_paise != after->sold_paise ||
        before->ordered != after->ordered)
        set(item, KP_COUNTED_SOLD, FIELDS("sold", "soldAmount", "ordered"), after,
            FIELDS("sold", "soldAmount", "ordered"));
}

/* Two migrations that see the same ledger give the entry the same id, so the later one fails and
 * decides again. */
static struct kripa_id ledger_id(const struct item *item)
{
    char name[64], product[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(item->before->id, product);
    snprintf(name, sizeof name, "ledger:%s:%lld", product, (long long)item->sums.moves);
    return kp_id_of_name(name);
}

/* Stock without a ledger entry was there before Kripa, or was changed by the other program. If
 * there is no other program, it is a fault, which verify reports. */
static void write_ledger(struct item *item)
{
    struct kp_migration *migration = item->migration;
    int64_t delta = item->before->stock - item->sums.ledger;
    bool opens = item->sums.moves == 0;
    if (delta == 0)
        return;
    if (!opens && !migration->beside) {
        kp_anomaly(migration, "%s: its stock is %lld, the ledger says %lld", subject_of(item),
                   (long long)item->before->stock, (long long)item->sums.ledger);
        return;
    }
    set(item, opens ? KP_COUNTED_OPENING : KP_COUNTED_CORRECTED, FIELDS(NULL), item->before,
        FIELDS("stock"));
    struct kripa_ledger_entry *entry = kp_ledger_entry(
        item->change, item->before->id, delta, opens ? KRIPA_LEDGER_OPENING : KRIPA_LEDGER_CORRECT,
        opens ? "as it was found" : "changed elsewhere", no_id);
    if (entry) {
        entry->id = ledger_id(item);
        kp_insert(item->change, &kripa_ledger_entry_schema, entry);
    }
    item->begun = false;
}

static enum kripa_status write_terms(struct item *item, const struct kripa_product *after,
                                     const struct kripa_terms *stored)
{
    struct kp_migration *migration = item->migration;
    struct kripa_terms *terms = kripa_arena_alloc(&migration->page, sizeof *terms, 1);
    if (!terms)
        return kp_no_memory(migration->call.err);
    enum kripa_status status =
        kp_product_terms(item->tree, after, &migration->page, terms, migration->call.err);
    if (status != KRIPA_OK || kp_terms_same(terms, stored))
        return status;
    kp_category_guard(item->change, item->tree, kp_category_by_id(item->tree, after->category));
    kp_update(item->change, &kripa_product_schema, after->id);
    kp_product_terms_hold(item->change, after);
    kp_place_hold(item->change, &item->place);
    kp_update(item->change, &kripa_product_terms_schema, after->id);
    kp_set(item->change, "terms", kp_member(terms));
    kp_counted(migration, KP_COUNTED_PRODUCT_TERMS, 1);
    return KRIPA_OK;
}

/* The tallies were made a while ago, so a product that differs from them is counted again. */
static enum kripa_status count_sums(struct item *item)
{
    struct kp_migration *migration = item->migration;
    const struct kripa_product *before = item->before;
    const struct kp_tally_slot *ledger = kp_tally_find(&migration->ledger, before->id, no_id),
                               *sold = kp_tally_find(&migration->sold, before->id, no_id);
    bool agree = before->stock == (ledger ? ledger->sum : 0) &&
                 before->sold == (sold ? sold->sum : 0) && (before->ordered || !sold) &&
                 before->sold_paise == kp_tally_sum(&migration->sold_paise, before->id, no_id);
    item->sums = (struct kp_product_sums){.ledger = before->stock,
                                          .moves = 1,
                                          .sold = before->sold,
                                          .sold_paise = before->sold_paise,
                                          .ordered = before->ordered};
    if (agree)
        return KRIPA_OK;
    return kp_product_sums(&migration->call, before->id, &item->sums);
}

static enum kripa_status decide(struct item *item)
{
    struct kripa_product *after = &item->after;
    const struct kripa_product *before = item->before;
    enum kripa_status status = count_sums(item);
    if (status != KRIPA_OK)
        return status;
    decide_place(item);
    after->category = kp_place_category(&item->place);
    if (before->name) {
        after->name_key =
            kp_text_fold(&item->migration->page, before->name, KRIPA_NAME_KEY_BYTES_MAX);
        if (!after->name_key)
            return kp_no_memory(item->migration->call.err);
    }
    const struct kripa_int *threshold = &before->low_stock_threshold;
    after->stock_headroom = (struct kripa_int){0};
    if (threshold->set)
        after->stock_headroom = (struct kripa_int){before->stock - threshold->value, true};
    after->sold = item->sums.sold;
    after->sold_paise = item->sums.sold_paise;
    after->ordered = before->ordered || item->sums.ordered;
    return KRIPA_OK;
}

static enum kripa_status bring_forward(struct kp_migration *migration,
                                       const struct kp_category_tree *tree,
                                       const struct kripa_product *product,
                                       const struct kripa_product_place *place,
                                       const struct kripa_terms *terms, struct kp_change *change)
{
    struct item *item = kripa_arena_alloc(&migration->page, sizeof *item, 1);
    if (!item)
        return kp_no_memory(migration->call.err);
    *item = (struct item){.migration = migration,
                          .tree = tree,
                          .before = product,
                          .after = *product,
                          .stands = place,
                          .place = *place,
                          .change = change};
    tell_anomalies(item);
    enum kripa_status status = decide(item);
    if (status != KRIPA_OK)
        return status;
    write_rows(item, &item->after);
    write_ledger(item);
    return write_terms(item, &item->after, terms);
}

static enum kripa_status migrate_page(struct kp_migration *migration, const struct kripa_rows *rows,
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
        kp_find_ids(&migration->call, &kripa_product_terms_schema, ids, rows->count, &terms);
    if (status == KRIPA_OK)
        status = kp_places_read(&migration->call, products, rows->count, &places);
    if (status == KRIPA_OK)
        status = kp_category_pin(&migration->call, &tree);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++) {
        const struct kripa_product_place *place = kp_place_in(&places, ids[i]);
        if (place)
            status =
                bring_forward(migration, tree, &products[i], place,
                              kp_record_in(&terms, &kripa_product_terms_schema, ids[i]), change);
    }
    kp_category_unpin(migration->call.kripa, tree);
    return status;
}

enum kripa_status kp_migrate_products(struct kp_migration *migration)
{
    return kp_migrate_pages(migration, &kripa_product_schema, NULL, migrate_page);
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
    for (size_t i = 0; kept && i < order->items_count; i++) {
        const struct kripa_order_line *line = &order->items[i];
        kept = kp_tally_add(&migration->sold, line->product, no_id, cancelled ? 0 : line->qty) &&
               kp_tally_add(&migration->sold_paise, line->product, no_id,
                            cancelled ? 0 : line->qty * line->price_paise);
    }
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
