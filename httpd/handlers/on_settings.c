/* SPDX-License-Identifier: MIT
 * The shop's settings. */
#include <kripa/settings.h>

#include "on.h"
#include "pipeline/reply.h"

enum kripa_status on_shop_get(struct request *r)
{
    const struct kripa_shop_query *query = r->query;
    struct kripa_shop shop;
    enum kripa_status status = kripa_shop_get(r->kripa, query->pincode, r->arena, &shop, r->err);
    return status != KRIPA_OK ? status : reply_record(r, &shop);
}

enum kripa_status on_settings_get(struct request *r)
{
    struct kripa_settings *settings;
    enum kripa_status status = kripa_settings_get(r->kripa, r->viewer, r->arena, &settings, r->err);
    return status != KRIPA_OK ? status : reply_record(r, settings);
}

enum kripa_status on_settings_edit(struct request *r)
{
    struct kripa_settings *settings;
    enum kripa_status status = kripa_settings_edit(r->kripa, r->viewer, r->body, r->given,
                                                   r->if_revision, r->arena, &settings, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the settings were changed";
    return reply_record(r, settings);
}
