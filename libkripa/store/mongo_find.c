/* SPDX-License-Identifier: MIT
 * Finding. A page behind a cursor is asked for in parts, each a plain range that an index answers:
 * those with the same sort value, those beyond it, those without one. */
#include <string.h>

#include "cursor.h"
#include "mongo.h"
#include "mongo_filter.h"

#define FIRST_CAPACITY 32
#define PARTS_MAX      3

enum part {
    PART_ALL,
    PART_BEHIND,  /* _id behind the cursor's; with a sort: and the same value, or none */
    PART_BEYOND,  /* a value beyond the cursor's */
    PART_PRESENT, /* any value */
    PART_ABSENT,  /* none */
};

struct finding {
    struct kp_mongo *store;
    const struct kripa_query *query;
    const struct kp_plan *plan;
    const struct kp_column *sort; /* NULL: by _id */
    struct kp_cursor cursor;
    struct kripa_arena *arena, scratch;
    struct kripa_error *err;
    struct kripa_rows *rows;
    size_t limit, capacity;
    bool more;
};

static enum kripa_status resolve(struct finding *finding)
{
    const struct kripa_query *query = finding->query;
    enum kripa_status status =
        kp_plan_find(&finding->store->layout, query->of, &finding->plan, finding->err);
    if (status != KRIPA_OK || !query->sort || strcmp(query->sort, "_id") == 0)
        return status;
    struct kp_name name = kp_plan_name(finding->plan, query->sort);
    if (!name.column || name.item || name.count > 1 || name.column->json)
        return kripa_fail(finding->err, KRIPA_INVALID, "%s can't be sorted by %s",
                          finding->plan->schema->name, query->sort);
    finding->sort = name.column;
    return KRIPA_OK;
}

static enum kripa_status check_page(struct finding *finding)
{
    const struct kripa_query *query = finding->query;
    if (query->limit < 0 || query->skip < 0 || (query->skip > 0 && query->after.size > 0))
        return kripa_fail(finding->err, KRIPA_INVALID, "no such page");
    finding->limit = query->limit ? (size_t)query->limit : KRIPA_PAGE_LIMIT_MAX;
    if (query->after.size == 0)
        return KRIPA_OK;
    return kp_cursor_read(query, finding->arena, &finding->cursor, finding->err);
}

static void filter_part(struct kp_filter *filter, const struct finding *finding, enum part part)
{
    static const enum kp_scalar_kind kinds[] = {KP_NULL, KP_INT, KP_TEXT};
    const struct kp_cursor *cursor = &finding->cursor;
    struct kp_scalar value = {kinds[cursor->kind], cursor->number, cursor->text, cursor->size};
    bool descending = finding->query->descending;
    switch (part) {
    case PART_ALL:
        return;
    case PART_BEHIND:
        if (finding->sort && cursor->kind == KP_CURSOR_ABSENT)
            kp_filter_absent(filter, finding->sort->stored);
        else if (finding->sort)
            kp_filter_compare(filter, finding->sort->stored, finding->sort, KRIPA_EQ, &value);
        kp_filter_id(filter, descending ? "$lt" : "$gt", cursor->id);
        return;
    case PART_BEYOND:
        kp_filter_compare(filter, finding->sort->stored, finding->sort,
                          descending ? KRIPA_LT : KRIPA_GT, &value);
        return;
    case PART_PRESENT:
        kp_filter_present(filter, finding->sort);
        return;
    case PART_ABSENT:
        kp_filter_absent(filter, finding->sort->stored);
    }
}

/* Only what the table names, and of that the whole of what stands at the top. */
void kp_mongo_projection(bson_t *opts, const struct kp_plan *plan)
{
    bson_t projection;
    if (kp_bson_rest_row(plan->schema)) /* the whole document is asked for */
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

static void append_sort(bson_t *opts, const struct finding *finding, enum part part)
{
    bson_t sort;
    int32_t direction = finding->query->descending ? -1 : 1;
    const struct kp_column *column = finding->sort;
    bool by_value = column && part != PART_ABSENT &&
                    !(part == PART_BEHIND && finding->cursor.kind == KP_CURSOR_ABSENT);
    BSON_APPEND_DOCUMENT_BEGIN(opts, "sort", &sort);
    if (by_value)
        bson_append_int32(&sort, column->stored, -1, direction);
    BSON_APPEND_INT32(&sort, "_id", direction);
    bson_append_document_end(opts, &sort);
}

static void append_opts(bson_t *opts, const struct finding *finding, enum part part)
{
    int64_t wanted = (int64_t)(finding->limit - finding->rows->count) + 1;
    kp_mongo_projection(opts, finding->plan);
    append_sort(opts, finding, part);
    BSON_APPEND_INT64(opts, "limit", wanted);
    /* whole documents may be so large that a page comes in several batches */
    BSON_APPEND_BOOL(opts, "singleBatch", !kp_bson_rest_row(finding->plan->schema));
    BSON_APPEND_INT64(opts, "batchSize", wanted);
    BSON_APPEND_INT64(opts, "maxTimeMS", KP_MONGO_QUERY_MS);
    if (finding->query->skip > 0)
        BSON_APPEND_INT64(opts, "skip", finding->query->skip);
}

/* The place of the next row: rows lie one behind the other, their array doubles. */
static void *next_place(struct finding *finding)
{
    struct kripa_rows *rows = finding->rows;
    size_t size = finding->plan->schema->size;
    if (rows->count == finding->capacity) {
        size_t capacity = finding->capacity ? finding->capacity * 2 : FIRST_CAPACITY;
        if (capacity > finding->limit)
            capacity = finding->limit;
        char *larger = kripa_arena_alloc(finding->arena, size, capacity);
        if (!larger)
            return NULL;
        if (rows->count)
            memcpy(larger, rows->at, size * rows->count);
        rows->at = larger;
        finding->capacity = capacity;
    }
    return (char *)rows->at + size * rows->count;
}

static enum kripa_status take_rows(struct finding *finding, mongoc_cursor_t *cursor)
{
    const bson_t *document;
    bson_error_t error;
    while (mongoc_cursor_next(cursor, &document)) {
        if (finding->rows->count == finding->limit) {
            finding->more = true;
            return KRIPA_OK;
        }
        void *record = next_place(finding);
        if (!record)
            return kripa_fail(finding->err, KRIPA_NO_MEMORY, "out of memory");
        enum kripa_status status =
            kp_bson_read(finding->plan->schema, document, record, finding->arena, finding->err);
        if (status != KRIPA_OK)
            return status;
        finding->rows->count++;
    }
    return mongoc_cursor_error(cursor, &error) ? kp_mongo_fail(&error, finding->err) : KRIPA_OK;
}

static enum kripa_status find_part(struct finding *finding, mongoc_client_t *client, enum part part)
{
    const struct kripa_query *query = finding->query;
    bson_t where = BSON_INITIALIZER, opts = BSON_INITIALIZER;
    struct kp_filter filter;
    kp_filter_init(&filter, &finding->scratch, finding->err);
    filter_part(&filter, finding, part);
    enum kripa_status status =
        kp_filter_conds(&filter, finding->plan, query->conds, query->conds_count);
    if (status == KRIPA_OK) {
        kp_filter_end(&filter, &where);
        append_opts(&opts, finding, part);
        mongoc_collection_t *collection = mongoc_client_get_collection(
            client, finding->store->database, finding->plan->table->name);
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

/* Absent values come first, and last when descending. */
static size_t parts_of(const struct finding *finding, enum part parts[PARTS_MAX])
{
    bool descending = finding->query->descending;
    size_t count = 0;
    if (finding->query->after.size == 0) {
        parts[count++] = PART_ALL;
        return count;
    }
    parts[count++] = PART_BEHIND;
    if (!finding->sort)
        return count;
    if (finding->cursor.kind != KP_CURSOR_ABSENT)
        parts[count++] = PART_BEYOND;
    else if (!descending)
        parts[count++] = PART_PRESENT;
    if (finding->cursor.kind != KP_CURSOR_ABSENT && descending && finding->sort->absent)
        parts[count++] = PART_ABSENT;
    return count;
}

static enum kripa_status find_parts(struct finding *finding)
{
    enum part parts[PARTS_MAX];
    size_t count = parts_of(finding, parts);
    mongoc_client_t *client = kp_mongo_take(finding->store, finding->err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count && status == KRIPA_OK && !finding->more; i++)
        status = find_part(finding, client, parts[i]);
    kp_mongo_give(finding->store, client);
    return status;
}

static enum kripa_status make_next(struct finding *finding)
{
    static const enum kp_cursor_kind kinds[] = {
        [KP_NULL] = KP_CURSOR_ABSENT, [KP_INT] = KP_CURSOR_INT, [KP_TEXT] = KP_CURSOR_TEXT};
    if (!finding->more)
        return KRIPA_OK;
    const struct kp_plan *plan = finding->plan;
    const char *last =
        (const char *)finding->rows->at + plan->schema->size * (finding->rows->count - 1);
    struct kp_cursor cursor = {.kind = KP_CURSOR_ABSENT};
    memcpy(&cursor.id, last + plan->columns[0].at, sizeof cursor.id);
    if (finding->sort) {
        struct kp_scalar value;
        enum kripa_status status =
            kp_scalar_of_record(finding->sort, last, &finding->scratch, &value, finding->err);
        if (status != KRIPA_OK)
            return status;
        cursor.kind = kinds[value.kind];
        cursor.number = value.number;
        cursor.text = value.text;
        cursor.size = value.size;
    }
    return kp_cursor_write(finding->query, &cursor, finding->rows->next, finding->err);
}

enum kripa_status kp_mongo_find(struct kripa_store *base, const struct kripa_query *query,
                                struct kripa_arena *arena, struct kripa_rows *rows,
                                struct kripa_error *err)
{
    struct finding finding = {
        .store = (struct kp_mongo *)base, .query = query, .arena = arena, .err = err, .rows = rows};
    memset(rows, 0, sizeof *rows);
    enum kripa_status status = resolve(&finding);
    if (status == KRIPA_OK)
        status = check_page(&finding);
    if (status == KRIPA_OK)
        status = find_parts(&finding);
    if (status == KRIPA_OK)
        status = make_next(&finding);
    kripa_arena_clear(&finding.scratch);
    return status;
}
