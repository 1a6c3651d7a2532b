/* SPDX-License-Identifier: MIT
 * Migration brings records of another program or an earlier version up to date: page by page, each
 * page a small change with guards on what it was decided on. Records in order are not written. */
#ifndef KP_MIGRATE_INTERNAL_H
#define KP_MIGRATE_INTERNAL_H

#include <kripa/maintenance.h>

#include "core/change.h"
#include "core/context.h"
#include "maintenance/tally.h"
#include "schema/schema.h"

/* What was done, and the anomalies that are counted; migrate.c has a line of text for each. */
enum kp_counted {
    KP_COUNTED_SUBCATEGORIES,
    KP_COUNTED_SIBLINGS,
    KP_COUNTED_NUMBER_COUNTER,
    KP_COUNTED_NUMBERS,
    KP_COUNTED_ORDER_STATES,
    KP_COUNTED_ORDER_TERMS,
    KP_COUNTED_PLACES,
    KP_COUNTED_NAME_KEYS,
    KP_COUNTED_SPARE,
    KP_COUNTED_TAGS,
    KP_COUNTED_SLUGS,
    KP_COUNTED_OPENING,
    KP_COUNTED_CORRECTED,
    KP_COUNTED_SOLD,
    KP_COUNTED_PRODUCT_TERMS,
    KP_COUNTED_REVIEW_TERMS,
    KP_COUNTED_STARS,
    KP_COUNTED_BUYERS,
    KP_COUNTED_ACCOUNT_TERMS,
    KP_COUNTED_ADMINS,
    KP_COUNTED_MEDIA,
    KP_COUNTED_EMAILS,
    KP_COUNTED_ZONE,
    KP_COUNTED_FIGURES,
    KP_COUNTED_FINISH,
    KP_COUNTED_ANOMALIES, /* the anomalies begin here */
    KP_ANOMALY_BUYER_GONE = KP_COUNTED_ANOMALIES,
    KP_ANOMALY_PRODUCT_GONE,
    KP_ANOMALY_REVIEW_ALONE,
    KP_COUNTED_COUNT
};

struct kp_anomaly;
struct kp_media_owner; /* maintenance/media_owners.h */
struct kp_migration {
    struct kp_call call; /* its arena is `page` */
    bool dry_run;
    bool beside; /* another program may still write these records */
    kripa_line_fn *say;
    void *ctx;
    struct kripa_arena arena; /* lasts as long as the migration */
    struct kripa_arena page;  /* cleared after each page */
    int64_t done[KP_COUNTED_COUNT], page_done[KP_COUNTED_COUNT];
    struct kp_anomaly *anomalies, **anomalies_end; /* anomalies of this page */
    int64_t anomalies_count;
    struct kp_tally products;   /* all products */
    struct kp_tally ledger;     /* product: the sum of its ledger; has an entry if the ledger has */
    struct kp_tally sold;       /* product: units in orders that were not cancelled */
    struct kp_tally sold_paise; /* product: what these units came to */
    struct kp_tally buyers;     /* accounts that have orders */
    struct kp_tally stars;      /* product and place: reviews (maintenance/star_tally.h) */
    struct kp_tally named;      /* records that media_refs speak of */
    const struct kp_media_owner *media_owner; /* media.c: the kind that is looked at */
    struct kp_tally coming; /* categories that a migration that is no dry run would have made */
    const struct kripa_subcategory *subcategory; /* being taken over now */
};

void kp_counted(struct kp_migration *migration, enum kp_counted counted, int64_t count);
/* Reports something that is left as it is but that people should know. */
void kp_anomaly(struct kp_migration *migration, const char *format, ...) KRIPA_PRINTF(2, 3);
void kp_say_counted(struct kp_migration *migration);
/* "product LED Bulb", "order 1001": the beginning of such a line. */
const char *kp_subject(struct kp_migration *migration, const char *noun, const char *name,
                       struct kripa_id id);

/* Commits, unless it is a dry run; then the page's counts and anomalies are added. If the change
 * fails, they are dropped. */
enum kripa_status kp_migrate_commit(struct kp_migration *migration, struct kp_change *change);
void kp_migrate_page_begin(struct kp_migration *migration);
/* Goes through all records in the order of `sort` (NULL: of ids), page by page; a page is read and
 * decided again when somebody changed something in it meanwhile. */
typedef enum kripa_status kp_migrate_fn(struct kp_migration *migration,
                                        const struct kripa_rows *rows, struct kp_change *change);
enum kripa_status kp_migrate_pages(struct kp_migration *migration, const struct kripa_schema *of,
                                   const char *sort, kp_migrate_fn *migrate_page);
/* Does one step, and repeats it when somebody else committed first. */
enum kripa_status kp_migrate_patiently(struct kp_migration *migration,
                                       enum kripa_status (*run)(struct kp_migration *migration));
bool kp_terms_within(const struct kripa_terms *some, const struct kripa_terms *all);
bool kp_terms_same(const struct kripa_terms *a, const struct kripa_terms *b);

/* These run in this order. */
enum kripa_status kp_migrate_categories(struct kp_migration *migration); /* category.c */
enum kripa_status kp_migrate_orders(struct kp_migration *migration);     /* order.c */
enum kripa_status kp_migrate_sums(struct kp_migration *migration);       /* product.c */
enum kripa_status kp_migrate_products(struct kp_migration *migration);   /* product.c */
enum kripa_status kp_migrate_reviews(struct kp_migration *migration);    /* review.c */
enum kripa_status kp_migrate_stars(struct kp_migration *migration);      /* review.c */
enum kripa_status kp_migrate_accounts(struct kp_migration *migration);   /* account.c */
enum kripa_status kp_migrate_admins(struct kp_migration *migration);     /* account.c */
enum kripa_status kp_migrate_figures(struct kp_migration *migration);    /* figures.c */
enum kripa_status kp_migrate_media(struct kp_migration *migration);      /* media.c */
/* These wait until no other program uses the records: duplicate tags, slugs with invisible
 * characters, e-mails in upper case. */
enum kripa_status kp_migrate_spelling(struct kp_migration *migration); /* spelling.c */
enum kripa_status kp_migrate_emails(struct kp_migration *migration);   /* account.c */

/* Records that can be searched: where their terms are stored, and what makes them (NOT_FOUND for a
 * record without terms). */
struct kp_searched {
    const struct kripa_schema *of, *terms;
    enum kripa_status (*make)(const struct kp_call *call, const void *record,
                              struct kripa_terms *out);
};
extern const struct kp_searched kp_searched_accounts, kp_searched_products;
/* Sets *out when the first (or last) of these records has other terms than this version makes. */
enum kripa_status kp_terms_pending(const struct kp_call *call, const struct kp_searched *searched,
                                   bool last, bool *out);

#endif
