/* SPDX-License-Identifier: MIT
 * The migration page by page, and its report: a line for each kind of thing done and for each
 * anomaly. */
#include "base/status.h"
#include "core/retry.h"
#include "core/search.h"
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "core/query.h"

#define LINE_SIZE        512
#define RECORDS_A_COMMIT 100

struct kp_anomaly {
    const char *line;
    struct kp_anomaly *next;
};

static const char *const lines[KP_COUNTED_COUNT] = {
    [KP_COUNTED_SUBCATEGORIES] = "make a category of each subcategory",
    [KP_COUNTED_SIBLINGS] = "keep the names of categories apart from their siblings'",
    [KP_COUNTED_NUMBER_COUNTER] = "move the counter of order numbers on",
    [KP_COUNTED_NUMBERS] = "number orders",
    [KP_COUNTED_ORDER_STATES] = "write down what became of orders elsewhere",
    [KP_COUNTED_ORDER_TERMS] = "make what orders are found by",
    [KP_COUNTED_PLACES] = "write down where products stand among the categories",
    [KP_COUNTED_NAME_KEYS] = "make what products are sorted by",
    [KP_COUNTED_SPARE] = "compare the stock of products with their thresholds",
    [KP_COUNTED_TAGS] = "keep one of duplicate tags",
    [KP_COUNTED_SLUGS] = "take what nobody sees out of slugs",
    [KP_COUNTED_OPENING] = "open the stock ledger of products",
    [KP_COUNTED_CORRECTED] = "bring the stock ledger to what changed elsewhere, of products",
    [KP_COUNTED_SOLD] = "count the orders of products",
    [KP_COUNTED_PRODUCT_TERMS] = "make what products are found by",
    [KP_COUNTED_REVIEW_TERMS] = "make what reviews are found by",
    [KP_COUNTED_STARS] = "count the stars of products",
    [KP_COUNTED_BUYERS] = "mark accounts that have orders",
    [KP_COUNTED_ACCOUNT_TERMS] = "make what accounts are found by",
    [KP_COUNTED_ADMINS] = "count unblocked admins",
    [KP_COUNTED_MEDIA] = "write down which uploaded files are named, by records",
    [KP_COUNTED_EMAILS] = "write e-mail addresses in lower case",
    [KP_COUNTED_ZONE] = "count figures by the days of the shop's time zone",
    [KP_COUNTED_FIGURES] = "count the figures of months",
    [KP_COUNTED_FINISH] = "remember that the earlier app is gone",
    [KP_ANOMALY_BUYER_GONE] =
        "anomaly: orders whose buyer is gone (they show the name they were sent to)",
    [KP_ANOMALY_PRODUCT_GONE] = "anomaly: orders with a product that is gone (they show its name)",
    [KP_ANOMALY_REVIEW_ALONE] = "anomaly: reviews whose product is gone (only admins see them)",
};

void kp_counted(struct kp_migration *migration, enum kp_counted counted, int64_t count)
{
    migration->page_done[counted] += count;
}

/* If memory runs out the line is lost, and the page's next allocation fails. */
void kp_anomaly(struct kp_migration *migration, const char *format, ...)
{
    char text[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct kp_anomaly *anomaly = kripa_arena_alloc(&migration->page, sizeof *anomaly, 1);
    if (!anomaly)
        return;
    anomaly->line = kripa_arena_format(&migration->page, "anomaly: %s", text);
    *migration->anomalies_end = anomaly;
    migration->anomalies_end = &anomaly->next;
}

const char *kp_subject(struct kp_migration *migration, const char *noun, const char *name,
                       struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    const char *subject =
        kripa_arena_format(&migration->page, "%s %s", noun, name && *name ? name : text);
    return subject ? subject : noun;
}

void kp_migrate_page_begin(struct kp_migration *migration)
{
    kripa_arena_reset(&migration->page);
    memset(migration->page_done, 0, sizeof migration->page_done);
    migration->anomalies = NULL;
    migration->anomalies_end = &migration->anomalies;
}

enum kripa_status kp_migrate_commit(struct kp_migration *migration, struct kp_change *change)
{
    enum kripa_status status = KRIPA_OK;
    if (change->failed)
        status = kp_no_memory(migration->call.err);
    else if (!migration->dry_run)
        status = kp_commit(&migration->call, change, NULL);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < KP_COUNTED_COUNT; i++)
        migration->done[i] += migration->page_done[i];
    for (const struct kp_anomaly *anomaly = migration->anomalies; anomaly;
         anomaly = anomaly->next) {
        if (anomaly->line)
            migration->say(migration->ctx, anomaly->line);
        migration->anomalies_count++;
    }
    memset(migration->page_done, 0, sizeof migration->page_done);
    migration->anomalies = NULL;
    migration->anomalies_end = &migration->anomalies;
    return KRIPA_OK;
}

static enum kripa_status migrate_one_page(struct kp_migration *migration, struct kripa_query *query,
                                          kp_migrate_fn *migrate_page, char next[KRIPA_CURSOR_SIZE])
{
    struct kripa_rows rows = {0};
    struct kripa *kripa = migration->call.kripa;
    kp_migrate_page_begin(migration);
    enum kripa_status status =
        kripa->store->ops->find(kripa->store, query, &migration->page, &rows, migration->call.err);
    struct kp_change change = kp_change_in(&migration->call);
    if (status == KRIPA_OK)
        status = migrate_page(migration, &rows, &change);
    if (status == KRIPA_OK)
        status = kp_migrate_commit(migration, &change);
    if (status == KRIPA_OK)
        memcpy(next, rows.next, KRIPA_CURSOR_SIZE);
    return status;
}

/* After conflicts pages become smaller, so that less time passes between reading and commit. */
static int64_t page_size(int conflicts, int64_t most)
{
    int64_t size = conflicts < 4 ? RECORDS_A_COMMIT : conflicts < 8 ? RECORDS_A_COMMIT / 10 : 1;
    return size < most ? size : most;
}

struct paging {
    struct kp_migration *migration;
    const struct kripa_schema *of;
    const char *sort;
    kp_migrate_fn *migrate_page;
    char cursor[KRIPA_CURSOR_SIZE];
    int conflicts; /* one after the other */
    int64_t most;  /* lowered when a page was too large for a slow connection */
};

static enum kripa_status try_page(void *ctx, const struct kp_call *call, bool *lost)
{
    struct paging *paging = ctx;
    struct kripa_query query = {.of = paging->of,
                                .sort = paging->sort,
                                .after = {paging->cursor, strlen(paging->cursor)},
                                .limit = page_size(paging->conflicts, paging->most)};
    paging->migration->call.err = call->err;
    enum kripa_status status =
        migrate_one_page(paging->migration, &query, paging->migrate_page, paging->cursor);
    bool conflict = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    bool slow = status == KRIPA_UNAVAILABLE && paging->most > 1;
    paging->conflicts = conflict ? paging->conflicts + 1 : 0;
    paging->most = slow ? (paging->most + 3) / 4 : paging->most;
    *lost = conflict || slow;
    return status;
}

enum kripa_status kp_migrate_pages(struct kp_migration *migration, const struct kripa_schema *of,
                                   const char *sort, kp_migrate_fn *migrate_page)
{
    static const struct kp_patience patience = {
        0, KRIPA_UNAVAILABLE, "others keep changing the records: migrate again when it is quieter",
        0};
    struct paging paging = {migration, of, sort, migrate_page, "", 0, RECORDS_A_COMMIT};
    const struct kp_call call = migration->call;
    enum kripa_status status;
    do
        status = kp_retry(&call, &patience, try_page, &paging);
    while (status == KRIPA_OK && paging.cursor[0]);
    migration->call.err = call.err;
    return status;
}

struct step {
    struct kp_migration *migration;
    enum kripa_status (*run)(struct kp_migration *migration);
};

static enum kripa_status try_step(void *ctx, const struct kp_call *call, bool *lost)
{
    struct step *step = ctx;
    step->migration->call.err = call->err;
    enum kripa_status status = step->run(step->migration);
    *lost = status == KRIPA_CONFLICT || status == KRIPA_EXISTS;
    return status;
}

enum kripa_status kp_migrate_patiently(struct kp_migration *migration,
                                       enum kripa_status (*run)(struct kp_migration *migration))
{
    static const struct kp_patience patience = {.status = KRIPA_OK};
    struct step step = {migration, run};
    const struct kp_call call = migration->call;
    enum kripa_status status = kp_retry(&call, &patience, try_step, &step);
    migration->call.err = call.err;
    return status;
}

bool kp_terms_within(const struct kripa_terms *some, const struct kripa_terms *all)
{
    for (size_t i = 0; i < some->terms_count; i++)
        if (!kp_terms_has(all, some->terms[i]))
            return false;
    return true;
}

bool kp_terms_same(const struct kripa_terms *a, const struct kripa_terms *b)
{
    return a && b && a->terms_count == b->terms_count && kp_terms_within(a, b);
}

void kp_say_counted(struct kp_migration *migration)
{
    char line[LINE_SIZE];
    for (size_t i = 0; i < KP_COUNTED_COUNT; i++) {
        if (migration->done[i] == 0)
            continue;
        snprintf(line, sizeof line, "%s: %lld", lines[i], (long long)migration->done[i]);
        migration->say(migration->ctx, line);
    }
}

/* Every record begins with its id. */
enum kripa_status kp_terms_pending(const struct kp_call *call, const struct kp_searched *searched,
                                   bool last, bool *out)
{
    struct kripa_rows records = {0}, stored = {0};
    struct kripa_terms terms;
    struct kp_query query = kp_query_of(call->arena, searched->of);
    kp_sort(&query, NULL, last);
    query.query.limit = 1;
    enum kripa_status status = kp_find(call, &query, &records);
    if (status != KRIPA_OK || records.count == 0)
        return status;
    status = kp_find_ids(call, searched->terms, records.at, 1, &stored);
    if (status == KRIPA_OK)
        status = searched->make(call, records.at, &terms);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    *out = *out || (status == KRIPA_OK && stored.count && !kp_terms_same(&terms, stored.at));
    return status;
}
