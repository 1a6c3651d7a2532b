/* SPDX-License-Identifier: MIT
 * Leaving: what is kept about the account, and closing it. */
#include <kripa/privacy.h>

#include "on.h"
#include "pipeline/reply.h"
#include "sign_in.h"

enum kripa_status on_profile_export(struct request *r)
{
    struct kripa_export *export;
    enum kripa_status status =
        kripa_account_export(r->kripa, r->viewer, r->viewer.user, r->arena, &export, r->err);
    return status != KRIPA_OK ? status : reply_record(r, export);
}

static enum kripa_status try_close(struct request *r, struct kripa_signed_in *unused)
{
    struct kripa_account *closed;
    (void)unused;
    return kripa_account_close(r->kripa, r->viewer, r->viewer.user, r->body, r->arena, &closed,
                               r->err);
}

enum kripa_status on_profile_close(struct request *r)
{
    enum kripa_status status = sign_in_prove(r, try_close, NULL);
    if (status == KRIPA_OK)
        status = request_set_refresh_cookie(r, NULL);
    if (status != KRIPA_OK)
        return status;
    r->message = "the account is closed";
    return reply_none(r);
}
