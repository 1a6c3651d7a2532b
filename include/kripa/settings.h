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
};

KRIPA_BEGIN

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
