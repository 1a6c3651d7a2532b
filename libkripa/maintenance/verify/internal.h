/* SPDX-License-Identifier: MIT
 * What the files of verification share. A scan checks all records while the shop is in use; what
 * differs then is only a suspect, since it may have been read in the middle of a change. Each
 * suspect is rechecked by itself, until nothing of it changes meanwhile, and only what that
 * shows is reported. */
#ifndef KP_VERIFY_INTERNAL_H
#define KP_VERIFY_INTERNAL_H

#include <kripa/maintenance.h>

#include "core/context.h"
#include "core/query.h"
#include "maintenance/tally.h"
#include "schema/schema.h"

struct kp_media_owner; /* maintenance/media_owners.h */

/* The differences of one record. */
#define KP_FINDINGS_MAX 16
struct kp_findings {
    struct kripa_arena *arena;
    const char *subject; /* "product LED-9W" */
    const char *lines[KP_FINDINGS_MAX];
    size_t count; /* may be above KP_FINDINGS_MAX, of which the lines are kept */
};
void kp_finding(struct kp_findings *findings, const char *format, ...) KRIPA_PRINTF(2, 3);

struct kp_verify {
    struct kp_call call;        /* its arena is `scratch` */
    struct kripa_arena *arena;  /* lasts as long as the verification */
    struct kripa_arena scratch; /* cleared after each record */
    kripa_line_fn *say;
    void *ctx;
    struct kripa_verification found;
    struct kp_tally ledger; /* product: the sum of its ledger */
    struct kp_tally moved;  /* order and product: the sum of what the order moved */
    /* product: units in orders that were not cancelled; has an entry if it is in any order */
    struct kp_tally sold;
    const struct kp_media_owner *media_owner; /* media.c: the kind of owner that is being checked */
    struct kp_tally sold_paise;               /* product: what these units came to */
    struct kp_tally buyers;                   /* accounts that have orders */
    struct kp_tally stars; /* product and place: reviews (maintenance/star_tally.h) */
    bool files;            /* media.c: the files themselves are checked */
    /* records of the collection that is being verified */
    struct kp_tally suspects;
    struct kp_tally terms; /* record: the digest that its search terms should have */
};
/* Reads the record with this id into the scratch arena; *out is NULL when there is none. */
enum kripa_status kp_verify_read(struct kp_verify *verify, const struct kripa_schema *of,
                                 struct kripa_id id, void **out);
/* Empty findings, in the scratch arena. */
struct kp_findings kp_findings_of(struct kp_verify *verify);
/* Marks a record as a suspect, to be rechecked. */
enum kripa_status kp_suspect(struct kp_verify *verify, struct kripa_id id);
/* Ends the check of a scanned record: one with findings becomes a suspect. Clears the scratch
 * arena. */
enum kripa_status kp_checked(struct kp_verify *verify, struct kripa_id id,
                             const struct kp_findings *findings);
/* Rechecks every suspect and reports what is wrong. *settled false: somebody changed it
 * meanwhile, so it is rechecked once more. No suspects are left afterwards. */
typedef enum kripa_status kp_recheck_fn(struct kp_verify *verify, struct kripa_id id,
                                        struct kp_findings *findings, bool *settled);
enum kripa_status kp_recheck_suspects(struct kp_verify *verify, kp_recheck_fn *recheck);
/* The same for something that exists only once. */
enum kripa_status kp_recheck(struct kp_verify *verify, struct kripa_id id, kp_recheck_fn *recheck);

/* terms.c: what the search terms of a record should be; they are compared with the table of terms
 * when all records were seen, and those that differ become suspects. `more`: other terms may follow
 * them. */
enum kripa_status kp_terms_expect(struct kp_verify *verify, const struct kripa_terms *terms);
enum kripa_status kp_terms_compare(struct kp_verify *verify, const struct kripa_schema *of,
                                   bool more);
/* Compares the terms of one record with those stored now. */
enum kripa_status kp_terms_read(struct kp_verify *verify, const struct kripa_schema *of,
                                const struct kripa_terms *expected, bool more, bool *right);
#define KP_TERMS_FINDING "its search terms are out of date"

/* They run in this order, as each uses what the ones before counted. */
enum kripa_status kp_verify_ledger(struct kp_verify *verify);   /* order.c */
enum kripa_status kp_verify_orders(struct kp_verify *verify);   /* order.c */
enum kripa_status kp_verify_products(struct kp_verify *verify); /* product.c */
enum kripa_status kp_verify_reviews(struct kp_verify *verify);  /* review.c */
enum kripa_status kp_verify_accounts(struct kp_verify *verify); /* account.c */
enum kripa_status kp_verify_keys(struct kp_verify *verify);     /* key.c */
enum kripa_status kp_verify_counters(struct kp_verify *verify); /* counter.c */
enum kripa_status kp_verify_figures(struct kp_verify *verify);  /* figures.c */
enum kripa_status kp_verify_media(struct kp_verify *verify);    /* media.c */

#endif
