/* SPDX-License-Identifier: MIT
 * Stock and its ledger: on hand is the sum of append-only records, always. For admins; FORBIDDEN to
 * others. */
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

/* A sale meanwhile is never lost: it is read and decided again. What is added goes through however
 * fast the product sells; CONFLICT when it can't be set, as the stock is another at each try.
 * INVALID when the result would be below 0; NOT_FOUND. */
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
/* Active products below their own threshold, or the shop's (settings.lowStockThreshold), the fewest
 * first; at most `limit`. */
KRIPA_API enum kripa_status kripa_stock_low(struct kripa *kripa, struct kripa_viewer viewer,
                                            int64_t limit, struct kripa_arena *arena,
                                            struct kripa_products *out, struct kripa_error *err);

/* As JSON has it; "unknown" for a number that is none. */
KRIPA_API const char *kripa_ledger_kind_name(enum kripa_ledger_kind kind);

KRIPA_END
#endif
