/* SPDX-License-Identifier: MIT
 * Restores a backup: it must open and pass verification before it replaces the store. */
#include <kripa/maintenance.h>

#include "core/context.h"
#include "schema/schema.h"

struct checking {
    kripa_line_fn *say;
    void *ctx;
    struct kripa_verification *out;
};

static enum kripa_status check_copy(void *ctx, const char *copy_uri, struct kripa_error *err)
{
    const struct checking *checking = ctx;
    struct kripa *kripa;
    enum kripa_status status =
        kripa_open(&(struct kripa_config){.store_uri = copy_uri}, &kripa, err);
    if (status != KRIPA_OK)
        return status;
    /* brings an older backup up to date, so that verify does not report what this version does
     * otherwise */
    status = kripa_migrate(kripa, false, kp_say_nothing, NULL, err);
    if (status == KRIPA_OK)
        status = kripa_verify(kripa, checking->say, checking->ctx, checking->out, err);
    kripa_close(kripa);
    return status;
}

enum kripa_status kripa_restore(const char *from, const char *to_uri, enum kripa_placing placing,
                                kripa_line_fn *say, void *ctx, struct kripa_verification *out,
                                struct kripa_error *err)
{
    kripa_error_clear(err);
    struct checking checking = {say, ctx, out};
    *out = (struct kripa_verification){0};
    enum kripa_status status = kp_need_text(from, "from", err);
    if (status == KRIPA_OK)
        status = kp_need_text(to_uri, "to_uri", err);
    if (status != KRIPA_OK)
        return status;
    return kripa_store_restore(from, to_uri, placing, kripa_schemas, check_copy, &checking,
                               out->kept, err);
}
