/* SPDX-License-Identifier: MIT
 * Stock and its ledger, whose entries are never changed and always add up to the stock. For admins;
 * FORBIDDEN to others. */
#ifndef KRIPA_STOCK_H
#define KRIPA_STOCK_H

#include <kripa/catalog.h>

enum kripa_ledger_kind {
    KRIPA_LEDGER_OPENING,
    KRIPA_LEDGER_SET,
    KRIPA_LEDGER_ADD,
    KRIPA_LEDGER_FORM,
    KRIPA_LEDGER_ORDER,
    KRIPA_LEDGER_CANCEL,
    KRIPA_LEDGER_CORRECT,
};
struct kripa_ledger_entry {
    struct kripa_id id, product;
    int64_t delta;
    enum kripa_ledger_kind kind;
    const char *reason;
    struct kripa_id order;
    const char *by;
    int64_t created_at_ms;
};
struct kripa_ledger {
    struct kripa_ledger_entry *at;
    size_t count;
    struct kripa_page page;
};
struct kripa_ledger_filter {
    struct kripa_paging paging;
};
/* Exactly one of set and add. */
struct kripa_stock_change {
    struct kripa_int set, add;
    const char *reason;
};

KRIPA_BEGIN

/* A sale meanwhile is never lost: then the stock is read and the change decided again. Adding
 * succeeds however fast the product sells; setting is a CONFLICT when the stock is another one at
 * each try. INVALID when the result would be below 0; NOT_FOUND. */
KRIPA_API enum kripa_status kripa_stock_change(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id product,
                                               const struct kripa_stock_change *change,
                                               struct kripa_arena *arena,
                                               struct kripa_product **out, struct kripa_error *err);
/* Newest first. */
KRIPA_API enum kripa_status kripa_stock_ledger(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id product,
                                               const struct kripa_ledger_filter *filter,
                                               struct kripa_arena *arena, struct kripa_ledger *out,
                                               struct kripa_error *err);
/* Active products whose stock is below their own threshold or, if they have none, the shop's
 * (settings.lowStockThreshold), lowest stock first; at most `limit`. */
KRIPA_API enum kripa_status kripa_stock_low(struct kripa *kripa, struct kripa_viewer viewer,
                                            int64_t limit, struct kripa_arena *arena,
                                            struct kripa_products *out, struct kripa_error *err);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_ledger_kind_name(enum kripa_ledger_kind kind);

KRIPA_END
#endif
