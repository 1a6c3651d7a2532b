/* SPDX-License-Identifier: MIT
 * Verification goes through all collections. */
#include "internal.h"

enum kripa_status kripa_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                               struct kripa_verification *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    static enum kripa_status (*const rounds[])(struct kp_verify *) = {
        kp_verify_ledger,   kp_verify_orders,   kp_verify_products,
        kp_verify_reviews,  kp_verify_accounts, kp_verify_keys,
        kp_verify_counters, kp_verify_figures,  kp_verify_media,
    };
    struct kripa_arena arena = {0};
    struct kp_tally tally = {.arena = &arena};
    struct kp_verify verify = {.call = {.kripa = kripa, .arena = &verify.scratch, .err = err},
                               .arena = &arena,
                               .say = say ? say : kp_say_nothing,
                               .ctx = ctx,
                               .ledger = tally,
                               .moved = tally,
                               .sold = tally,
                               .sold_paise = tally,
                               .buyers = tally,
                               .stars = tally,
                               .suspects = tally,
                               .terms = tally};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds && status == KRIPA_OK; i++)
        status = rounds[i](&verify);
    kripa_arena_clear(&verify.scratch);
    kripa_arena_clear(&arena);
    *out = verify.found;
    if (status != KRIPA_OK || verify.found.differences == 0)
        return status;
    return kripa_fail(err, KRIPA_CORRUPT, "%lld difference%s found",
                      (long long)verify.found.differences,
                      verify.found.differences == 1 ? " was" : "s were");
}
