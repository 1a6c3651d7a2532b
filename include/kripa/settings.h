/* SPDX-License-Identifier: MIT
 * The shop's settings (domain.md, "Settings"). Figures of rules are here or in a table, not in
 * code. */
#ifndef KRIPA_SETTINGS_H
#define KRIPA_SETTINGS_H

#include <kripa/context.h>

enum kripa_invoice_when { KRIPA_INVOICE_PLACED, KRIPA_INVOICE_DELIVERED, KRIPA_INVOICE_MANUAL };

struct kripa_settings {
    struct kripa_id id;
    const char *shop_name, *address, *state, *phone, *email, *gstin, *time_zone;
    int64_t delivery_charge_paise;
    struct kripa_int free_delivery_from_paise, cod_limit_paise; /* absent: never, none */
    const char **pincodes;                                      /* empty: all are served */
    size_t pincodes_count;
    int64_t low_stock_threshold;
    const char *invoice_series, *footer, *bank_details, *upi_id;
    enum kripa_invoice_when invoice_when;
    int64_t revision, created_at_ms, updated_at_ms;
    /* whose days reports count by, until they are counted anew; NULL: time_zone's */
    const char *figures_zone;
    struct kripa_int return_days; /* how long goods can be given back; absent: 7 */
};

/* What buyers may know of the shop. */
struct kripa_shop {
    const char *shop_name, *address, *state, *phone, *email;
    int64_t delivery_charge_paise;
    struct kripa_int free_delivery_from_paise, cod_limit_paise;
    int64_t return_days;
    const char **payments; /* the methods of payment: "COD" */
    size_t payments_count;
    bool served; /* whether the shop delivers to the PIN code that was asked about, or anywhere */
};
struct kripa_shop_query {
    const char *pincode;
};

KRIPA_BEGIN

/* For everybody. `pincode` NULL: none is asked about. INVALID on pincode for what is none. */
KRIPA_API enum kripa_status kripa_shop_get(struct kripa *kripa, const char *pincode,
                                           struct kripa_arena *arena, struct kripa_shop *out,
                                           struct kripa_error *err);

/* For admins. Settings that were never set have their defaults. */
KRIPA_API enum kripa_status kripa_settings_get(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_arena *arena,
                                               struct kripa_settings **out,
                                               struct kripa_error *err);
/* INVALID, STALE. The change writes an audit entry. */
KRIPA_API enum kripa_status kripa_settings_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                                const struct kripa_settings *settings,
                                                kripa_given given, struct kripa_int if_revision,
                                                struct kripa_arena *arena,
                                                struct kripa_settings **out,
                                                struct kripa_error *err);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_invoice_when_name(enum kripa_invoice_when when);

KRIPA_END
#endif
