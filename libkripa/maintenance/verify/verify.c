/* SPDX-License-Identifier: MIT
 * Verification goes through all collections. */
#include "internal.h"

typedef enum kripa_status round_fn(struct kp_verify *);

static enum kripa_status verify_rounds(struct kp_verify *verify, round_fn *const *rounds)
{
    struct kripa_arena arena = {0};
    struct kp_tally tally = {.arena = &arena};
    verify->call.arena = &verify->scratch;
    verify->arena = &arena;
    verify->ledger = verify->moved = verify->sold = verify->sold_paise = tally;
    verify->buyers = verify->stars = verify->suspects = verify->terms = tally;
    enum kripa_status status = KRIPA_OK;
    for (; *rounds && status == KRIPA_OK; rounds++)
        status = (*rounds)(verify);
    kripa_arena_clear(&verify->scratch);
    kripa_arena_clear(&arena);
    int64_t differences = verify->found.differences;
    if (status != KRIPA_OK || differences == 0)
        return status;
    return kripa_fail(verify->call.err, KRIPA_CORRUPT, "%lld difference%s found",
                      (long long)differences, differences == 1 ? " was" : "s were");
}

enum kripa_status kripa_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                               struct kripa_verification *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    static round_fn *const rounds[] = {
        kp_verify_ledger,   kp_verify_orders,
        kp_verify_products, kp_verify_reviews,
        kp_verify_accounts, kp_verify_keys,
        kp_verify_counters, kp_verify_figures,
        kp_verify_media,    NULL,
    };
    struct kp_verify verify = {
        .call = {.kripa = kripa, .err = err}, .say = say ? say : kp_say_nothing, .ctx = ctx};
    enum kripa_status status = verify_rounds(&verify, rounds);
    *out = verify.found;
    return status;
}

enum kripa_status kripa_media_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                                     struct kripa_verification *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    static round_fn *const rounds[] = {kp_verify_media, NULL};
    struct kp_verify verify = {.call = {.kripa = kripa, .err = err},
                               .files = true,
                               .say = say ? say : kp_say_nothing,
                               .ctx = ctx};
    enum kripa_status status = verify_rounds(&verify, rounds);
    *out = verify.found;
    return status;
}
