/* SPDX-License-Identifier: MIT
 * Finding. A page after a cursor is read in up to three parts, each a simple range of an index: the
 * records with the cursor's sort value, those beyond it, and those without one. */
#include <string.h>

#include "base/status.h"
#include "filter.h"
#include "internal.h"
#include "store/page.h"

#define PARTS_MAX 3

enum part {
    PART_ALL,
    PART_BEHIND,  /* _id after the cursor's and, if there is a sort, the same value or none */
    PART_BEYOND,  /* a value after the cursor's */
    PART_PRESENT, /* any value */
    PART_ABSENT,  /* no value */
};

struct finding {
    struct kp_mongo *store;
    struct kp_page page;
    struct kripa_arena scratch;
};

static void filter_part(struct kp_filter *filter, const struct finding *finding, enum part part)
{
    static const enum kp_scalar_kind kinds[] = {KP_NULL, KP_INT, KP_TEXT};
    const struct kp_cursor *cursor = &finding->page.cursor;
    struct kp_scalar value = {kinds[cursor->kind], cursor->number, cursor->text, cursor->size};
    bool descending = finding->page.query->descending;
    switch (part) {
    case PART_ALL:
        return;
    case PART_BEHIND:
        if (finding->page.sort && cursor->kind == KP_CURSOR_ABSENT)
            kp_filter_absent(filter, finding->page.sort->stored);
        else if (finding->page.sort)
            kp_filter_compare(filter, finding->page.sort->stored, finding->page.sort, KRIPA_EQ,
                              &value);
        kp_filter_id(filter, descending ? "$lt" : "$gt", cursor->id);
        return;
    case PART_BEYOND:
        kp_filter_compare(filter, finding->page.sort->stored, finding->page.sort,
                          descending ? KRIPA_LT : KRIPA_GT, &value);
        return;
    case PART_PRESENT:
        kp_filter_present(filter, finding->page.sort);
        return;
    case PART_ABSENT:
        kp_filter_absent(filter, finding->page.sort->stored);
    }
}

/* Reads only the members that the table names, and those as a whole at the top level. */
void kp_mongo_projection(bson_t *opts, const struct kp_plan *plan)
{
    bson_t projection;
    if (kp_bson_residual_field(plan->schema)) /* then the whole document is needed */
        return;
    BSON_APPEND_DOCUMENT_BEGIN(opts, "projection", &projection);
    for (size_t i = 0; i < plan->count; i++) {
        const char *stored = plan->columns[i].stored;
        int size = (int)strcspn(stored, ".");
        bool again = i > 0 && stored[size] == '.' &&
                     strncmp(plan->columns[i - 1].stored, stored, (size_t)size + 1) == 0;
        if (!again)
            bson_append_int32(&projection, stored, size, 1);
    }
    bson_append_document_end(opts, &projection);
}

/* A query for a single document needs no order. */
static bool asks_for_one(const struct kripa_query *query)
{
    for (size_t i = 0; i < query->conds_count; i++)
        if (query->conds[i].op == KRIPA_EQ && strcmp(query->conds[i].field, "_id") == 0)
            return true;
    return false;
}

static void append_sort(bson_t *opts, const struct finding *finding, enum part part)
{
    bson_t sort;
    if (asks_for_one(finding->page.query))
        return;
    int32_t direction = finding->page.query->descending ? -1 : 1;
    const struct kp_column *column = finding->page.sort;
    bool by_value = column && part != PART_ABSENT &&
                    !(part == PART_BEHIND && finding->page.cursor.kind == KP_CURSOR_ABSENT);
    BSON_APPEND_DOCUMENT_BEGIN(opts, "sort", &sort);
    if (by_value)
        bson_append_int32(&sort, column->stored, -1, direction);
    BSON_APPEND_INT32(&sort, "_id", direction);
    bson_append_document_end(opts, &sort);
}

static void append_opts(bson_t *opts, const struct finding *finding, enum part part)
{
    int64_t wanted = (int64_t)(finding->page.limit - finding->page.rows->count) + 1;
    kp_mongo_projection(opts, finding->page.plan);
    append_sort(opts, finding, part);
    BSON_APPEND_INT64(opts, "limit", wanted);
    /* one more than the limit, so that the server closes the cursor after the batch; large
     * documents may need several batches */
    BSON_APPEND_INT64(opts, "batchSize", wanted + 1);
    BSON_APPEND_INT64(opts, "maxTimeMS", KP_MONGO_QUERY_MS);
    if (finding->page.query->skip > 0)
        BSON_APPEND_INT64(opts, "skip", finding->page.query->skip);
}

static enum kripa_status take_rows(struct finding *finding, mongoc_cursor_t *cursor)
{
    const bson_t *document;
    bson_error_t error;
    while (mongoc_cursor_next(cursor, &document)) {
        if (finding->page.rows->count == finding->page.limit) {
            finding->page.more = true;
            return KRIPA_OK;
        }
        void *record = kp_page_place(&finding->page);
        if (!record)
            return kp_no_memory(finding->page.err);
        enum kripa_status status = kp_bson_read(finding->page.plan->schema, document, record,
                                                finding->page.arena, finding->page.err);
        if (status != KRIPA_OK)
            return status;
        finding->page.rows->count++;
    }
    return mongoc_cursor_error(cursor, &error) ? kp_mongo_fail(&error, finding->page.err)
                                               : KRIPA_OK;
}

static enum kripa_status find_part(struct finding *finding, mongoc_client_t *client, enum part part)
{
    const struct kripa_query *query = finding->page.query;
    bson_t where = BSON_INITIALIZER, opts = BSON_INITIALIZER;
    struct kp_filter filter;
    kp_filter_init(&filter, &finding->scratch, finding->page.err);
    filter_part(&filter, finding, part);
    enum kripa_status status =
        kp_filter_conds(&filter, finding->page.plan, query->conds, query->conds_count);
    if (status == KRIPA_OK) {
        kp_filter_end(&filter, &where);
        append_opts(&opts, finding, part);
        mongoc_collection_t *collection = mongoc_client_get_collection(
            client, finding->store->database, finding->page.plan->table->name);
        mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &where, &opts, NULL);
        status = take_rows(finding, cursor);
        mongoc_cursor_destroy(cursor);
        mongoc_collection_destroy(collection);
    }
    kp_filter_clear(&filter);
    bson_destroy(&where);
    bson_destroy(&opts);
    return status;
}

/* Absent values come first, or last when descending. */
static size_t parts_of(const struct finding *finding, enum part parts[PARTS_MAX])
{
    bool descending = finding->page.query->descending;
    size_t count = 0;
    if (finding->page.query->after.size == 0) {
        parts[count++] = PART_ALL;
        return count;
    }
    parts[count++] = PART_BEHIND;
    if (!finding->page.sort)
        return count;
    if (finding->page.cursor.kind != KP_CURSOR_ABSENT)
        parts[count++] = PART_BEYOND;
    else if (!descending)
        parts[count++] = PART_PRESENT;
    if (finding->page.cursor.kind != KP_CURSOR_ABSENT && descending && finding->page.sort->absent)
        parts[count++] = PART_ABSENT;
    return count;
}

static enum kripa_status find_parts(struct finding *finding)
{
    enum part parts[PARTS_MAX];
    size_t count = parts_of(finding, parts);
    mongoc_client_t *client = kp_mongo_acquire(finding->store, finding->page.err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count && status == KRIPA_OK && !finding->page.more; i++)
        status = find_part(finding, client, parts[i]);
    kp_mongo_release(finding->store, client);
    return status;
}

enum kripa_status kp_mongo_find(struct kripa_store *base, const struct kripa_query *query,
                                struct kripa_arena *arena, struct kripa_rows *rows,
                                struct kripa_error *err)
{
    struct finding finding = {
        .store = (struct kp_mongo *)base,
        .page = {.query = query, .arena = arena, .err = err, .rows = rows},
    };
    struct kp_page *page = &finding.page;
    memset(rows, 0, sizeof *rows);
    enum kripa_status status = kp_plan_find(&finding.store->layout, query->of, &page->plan, err);
    if (status == KRIPA_OK)
        status = kp_page_sort(page->plan, query->sort, &page->sort, err);
    if (status == KRIPA_OK)
        status = kp_page_check(page);
    if (status == KRIPA_OK)
        status = find_parts(&finding);
    if (status == KRIPA_OK)
        status = kp_page_finish(page, &finding.scratch);
    kripa_arena_clear(&finding.scratch);
    return status;
}
