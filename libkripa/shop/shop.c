/* SPDX-License-Identifier: MIT
 * What buyers may know of the shop before they buy. */
#include "shop.h"

#include <string.h>

#include "base/status.h"
#include "core/context.h"

#define RETURN_DAYS_DEFAULT 7

bool kp_pincode_served(const struct kripa_settings *settings, const char *pincode)
{
    for (size_t i = 0; pincode && i < settings->pincodes_count; i++)
        if (strcmp(settings->pincodes[i], pincode) == 0)
            return true;
    return settings->pincodes_count == 0;
}

enum kripa_status kripa_shop_get(struct kripa *kripa, const char *pincode,
                                 struct kripa_arena *arena, struct kripa_shop *out,
                                 struct kripa_error *err)
{
    kripa_error_clear(err);
    static const char *payments[] = {"COD"};
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    struct kripa_shop_query query = {pincode};
    struct kripa_settings *settings;
    enum kripa_status status =
        kripa_record_check(&kripa_shop_query_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, arena, &query,
                           KRIPA_GIVEN_ALL, err);
    if (status == KRIPA_OK)
        status = kp_settings(&call, &settings);
    if (status != KRIPA_OK)
        return status;
    *out = (struct kripa_shop){
        .shop_name = settings->shop_name,
        .address = settings->address,
        .state = settings->state,
        .phone = settings->phone,
        .email = settings->email,
        .delivery_charge_paise = settings->delivery_charge_paise,
        .free_delivery_from_paise = settings->free_delivery_from_paise,
        .cod_limit_paise = settings->cod_limit_paise,
        .return_days =
            settings->return_days.set ? settings->return_days.value : RETURN_DAYS_DEFAULT,
        .payments = payments,
        .payments_count = sizeof payments / sizeof *payments,
        .served = kp_pincode_served(settings, query.pincode),
    };
    return KRIPA_OK;
}
