/* SPDX-License-Identifier: MIT
 * Verification, as its files share it. All records are looked at once, beside whatever else goes
 * on; what looks wrong then is only suspected. Each suspect is read again on its own, at a moment
 * when nothing of it changes, and only what that shows is told. */
#ifndef KP_VERIFY_INTERNAL_H
#define KP_VERIFY_INTERNAL_H

#include <kripa/maintenance.h>

#include "core/context.h"
#include "core/query.h"
#include "maintenance/tally.h"
#include "schema/schema.h"

/* The differences of one record. */
#define KP_FINDINGS_MAX 16
struct kp_findings {
    struct kripa_arena *arena;
    const char *subject; /* "product LED-9W" */
    const char *lines[KP_FINDINGS_MAX];
    size_t count; /* of which no more than KP_FINDINGS_MAX have a line */
};
void kp_finding(struct kp_findings *findings, const char *format, ...) KRIPA_PRINTF(2, 3);

struct kp_verify {
    struct kp_call call;        /* its arena is `scratch` */
    struct kripa_arena *arena;  /* lasts as long as the verification */
    struct kripa_arena scratch; /* cleared after each record */
    kripa_line_fn *say;
    void *ctx;
    struct kripa_verification found;
    struct kp_tally ledger; /* product: what the ledger says is there */
    struct kp_tally moved;  /* order and product: what the ledger says the order moved */
    /* product: units in orders that were not cancelled; there, if in any order */
    struct kp_tally sold;
    struct kp_tally buyers; /* accounts that have orders */
    /* of the collection that is looked at */
    struct kp_tally suspects;
    struct kp_tally terms; /* record: what its search terms should come to */
};
/* The record with this id, in the scratch arena; *out is NULL when there is none. */
enum kripa_status kp_verify_read(struct kp_verify *verify, const struct kripa_schema *of,
                                 struct kripa_id id, void **out);
/* Empty ones, in the scratch arena. */
struct kp_findings kp_findings_of(struct kp_verify *verify);
/* To be looked at again. */
enum kripa_status kp_suspect(struct kp_verify *verify, struct kripa_id id);
/* After a record of a scan was judged: with findings it is suspected, and looked at again. Clears
 * the scratch arena. */
enum kripa_status kp_judged(struct kp_verify *verify, struct kripa_id id,
                            const struct kp_findings *findings);
/* Looks at each suspect on its own, and tells what is found. *settled false: somebody changed it
 * meanwhile, so it is looked at once more. Forgets the suspects. */
typedef enum kripa_status kp_look_fn(struct kp_verify *verify, struct kripa_id id,
                                     struct kp_findings *findings, bool *settled);
enum kripa_status kp_look_again(struct kp_verify *verify, kp_look_fn *look);
/* The same for something there is only one of. */
enum kripa_status kp_look_at(struct kp_verify *verify, struct kripa_id id, kp_look_fn *look);

/* terms.c: what a record's search terms should be, to be held against the table of terms
 * when all were looked at; who differs is suspected. `more`: others may follow them. */
enum kripa_status kp_terms_expect(struct kp_verify *verify, const struct kripa_terms *terms);
enum kripa_status kp_terms_compare(struct kp_verify *verify, const struct kripa_schema *of,
                                   bool more);
/* The same for one record, by what is stored now. */
enum kripa_status kp_terms_read(struct kp_verify *verify, const struct kripa_schema *of,
                                const struct kripa_terms *expected, bool more, bool *right);
#define KP_TERMS_FINDING "its search terms are out of date"

/* In this order: each leaves what the next ones need. */
enum kripa_status kp_verify_ledger(struct kp_verify *verify);   /* order.c */
enum kripa_status kp_verify_orders(struct kp_verify *verify);   /* order.c */
enum kripa_status kp_verify_products(struct kp_verify *verify); /* product.c */
enum kripa_status kp_verify_accounts(struct kp_verify *verify); /* account.c */
enum kripa_status kp_verify_keys(struct kp_verify *verify);     /* key.c */
enum kripa_status kp_verify_counters(struct kp_verify *verify); /* counter.c */

#endif
