/* SPDX-License-Identifier: MIT
 * Old documents. Nothing in them is changed, but absent members that lists are sorted by are filled
 * in, and anomalies are reported. */
#include "internal.h"
#include "values.h"

#include <math.h>
#include <string.h>

#define ANOMALY_LINES_MAX 20 /* for one collection; the others are only counted */

struct bringing {
    struct kp_mongo *store;
    mongoc_collection_t *collection;
    const struct kp_table *table;
    struct kripa_arena arena;
    bool dry_run;
    kripa_say_fn *say;
    void *ctx;
    struct kripa_error *err;
    size_t anomalies; /* values of the table that are not read as they are */
    char id[32];
};

static void say(struct bringing *bringing, const char *line)
{
    if (line)
        bringing->say(bringing->ctx, line);
}

/* Filling in */

static bool is_key_of(const struct kp_plan *plan, const struct kp_column *column)
{
    const char *const *indexes = plan->schema->indexes;
    for (; indexes && *indexes; indexes++) {
        const char *text = *indexes;
        while (*text) {
            text += *text == '-';
            size_t size = strcspn(text, ",");
            if (strlen(column->path) == size && strncmp(text, column->path, size) == 0)
                return true;
            text += size + (text[size] == ',');
        }
    }
    return false;
}

static bool is_indexed(const struct bringing *bringing, const struct kp_column *column)
{
    const struct kp_layout *layout = &bringing->store->layout;
    if (column->field->flags & KRIPA_INDEX)
        return true;
    for (size_t i = 0; i < layout->plans_count; i++)
        if (layout->plans[i].table == bringing->table && is_key_of(&layout->plans[i], column))
            return true;
    return false;
}

static enum kripa_status fill(struct bringing *bringing, const struct kp_column *column)
{
    struct kp_scalar value = kp_scalar_unset(column);
    bson_t where = BSON_INITIALIZER, update = BSON_INITIALIZER, set;
    bson_error_t error;
    if (value.kind == KP_INT)
        value.number = column->field->default_value;
    bson_append_null(&where, column->stored, -1);
    BSON_APPEND_DOCUMENT_BEGIN(&update, "$set", &set);
    kp_bson_scalar(&set, column->stored, column, &value);
    bson_append_document_end(&update, &set);
    int64_t count =
        mongoc_collection_count_documents(bringing->collection, &where, NULL, NULL, NULL, &error);
    bool failed = count < 0;
    if (count > 0 && !bringing->dry_run)
        failed = !mongoc_collection_update_many(bringing->collection, &where, &update, NULL, NULL,
                                                &error);
    if (count > 0 && !failed)
        say(bringing,
            kripa_arena_format(&bringing->arena, "%s: %s filled in for %lld that lacked it",
                               bringing->table->name, column->stored, (long long)count));
    bson_destroy(&where);
    bson_destroy(&update);
    return failed ? kp_mongo_fail_open(&error, bringing->err) : KRIPA_OK;
}

static enum kripa_status fill_all(struct bringing *bringing)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < bringing->table->columns_count && status == KRIPA_OK; i++) {
        const struct kp_column *column = bringing->table->columns[i];
        bool inside = strchr(column->stored, '.') != NULL;
        if (!column->absent && !inside && is_indexed(bringing, column))
            status = fill(bringing, column);
    }
    return status;
}

/* Anomalies */

static void tell(struct bringing *bringing, const char *path, const char *what)
{
    if (bringing->anomalies++ < ANOMALY_LINES_MAX)
        say(bringing, kripa_arena_format(&bringing->arena, "%s %s: %s %s", bringing->table->name,
                                         bringing->id, path, what));
}

static void inspect_number(struct bringing *bringing, const char *path, const bson_iter_t *iter)
{
    int64_t hundredths;
    if (!kp_bson_read_hundredths(iter, &hundredths)) {
        tell(bringing, path, "is no number; it counts as absent");
        return;
    }
    double value = BSON_ITER_HOLDS_DOUBLE(iter) ? bson_iter_double(iter) : (double)hundredths / 100;
    if (fabs(value * 100 - (double)hundredths) > 0.01)
        tell(bringing, path,
             kripa_arena_format(&bringing->arena, "is %.6g; it counts as %lld.%02lld", value,
                                (long long)(hundredths / 100), (long long)llabs(hundredths % 100)));
}

static void inspect_integer(struct bringing *bringing, const char *path, const bson_iter_t *iter)
{
    int64_t whole;
    if (!kp_bson_int(iter, &whole))
        tell(bringing, path, "is no number; it counts as absent");
    else if (BSON_ITER_HOLDS_DOUBLE(iter) && fabs(bson_iter_double(iter) - (double)whole) > 0)
        tell(bringing, path,
             kripa_arena_format(&bringing->arena, "is %.6g; it counts as %lld",
                                bson_iter_double(iter), (long long)whole));
}

static bool is_named(const struct kripa_field *field, const bson_iter_t *iter)
{
    const char *name = BSON_ITER_HOLDS_UTF8(iter) ? bson_iter_utf8(iter, NULL) : NULL;
    for (size_t i = 0; name && field->names[i]; i++)
        if (strcmp(field->names[i], name) == 0)
            return true;
    return false;
}

/* For a value, or an element of a list, by the type of the column. */
static bool is_of_type(struct bringing *bringing, const struct kp_column *column,
                       const bson_iter_t *iter)
{
    struct kripa_value value;
    return kp_bson_value(column, iter, &bringing->arena, &value, NULL) != KRIPA_OK ||
           value.kind != KRIPA_VALUE_NONE;
}

static void inspect_nested(struct bringing *bringing, const struct kp_column *column,
                           const char *path, const bson_iter_t *iter);

static void inspect_value(struct bringing *bringing, const struct kp_column *column,
                          const char *path, const bson_iter_t *iter)
{
    if (BSON_ITER_HOLDS_NULL(iter) || BSON_ITER_HOLDS_UNDEFINED(iter))
        return;
    switch (column->field->type) {
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        inspect_number(bringing, path, iter);
        return;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        inspect_integer(bringing, path, iter);
        return;
    case KRIPA_TYPE_BOOL:
        if (!is_of_type(bringing, column, iter))
            tell(bringing, path, "is neither true nor false; it counts as absent");
        return;
    case KRIPA_TYPE_ENUM:
        if (!is_named(column->field, iter))
            tell(bringing, path,
                 kripa_arena_format(&bringing->arena, "has an unknown value; it counts as %s",
                                    column->field->names[0]));
        return;
    case KRIPA_TYPE_TEXT:
        if (!BSON_ITER_HOLDS_UTF8(iter))
            tell(bringing, path, "is no text; it counts as absent");
        return;
    case KRIPA_TYPE_TIME:
        if (!BSON_ITER_HOLDS_DATE_TIME(iter))
            tell(bringing, path, "is no date; it counts as absent");
        return;
    case KRIPA_TYPE_ID:
        if (!is_of_type(bringing, column, iter))
            tell(bringing, path, "is no id; it counts as absent");
        return;
    default:
        inspect_nested(bringing, column, path, iter);
    }
}

static void inspect_members(struct bringing *bringing, const struct kp_column *column,
                            const char *path, const bson_iter_t *iter)
{
    const uint8_t *data;
    uint32_t size;
    bson_t record;
    bson_iter_document(iter, &size, &data);
    for (size_t i = 0; bson_init_static(&record, data, size) && i < column->items->count; i++) {
        const struct kp_column *item = &column->items->columns[i];
        const char *inner = kripa_arena_format(&bringing->arena, "%s.%s", path, item->stored);
        bson_iter_t at, found;
        if (inner && bson_iter_init(&at, &record) &&
            bson_iter_find_descendant(&at, item->stored, &found))
            inspect_value(bringing, item, inner, &found);
    }
}

/* All elements that can't be read count as one anomaly. */
static void inspect_list(struct bringing *bringing, const struct kp_column *column,
                         const char *path, const bson_iter_t *iter)
{
    bson_iter_t element;
    size_t anomalies = 0;
    if (!BSON_ITER_HOLDS_ARRAY(iter) || !bson_iter_recurse(iter, &element)) {
        tell(bringing, path, "is no list; it counts as empty");
        return;
    }
    while (bson_iter_next(&element)) {
        if (!column->items)
            anomalies += !is_of_type(bringing, column, &element);
        else if (BSON_ITER_HOLDS_DOCUMENT(&element))
            inspect_members(bringing, column, path, &element);
        else
            anomalies++;
    }
    if (anomalies > 0)
        tell(bringing, path,
             kripa_arena_format(&bringing->arena,
                                "has elements of another kind; they count as absent: %zu",
                                anomalies));
}

static void inspect_nested(struct bringing *bringing, const struct kp_column *column,
                           const char *path, const bson_iter_t *iter)
{
    if (column->list)
        inspect_list(bringing, column, path, iter);
    else if (BSON_ITER_HOLDS_DOCUMENT(iter))
        inspect_members(bringing, column, path, iter);
    else
        tell(bringing, path, "is no record; it counts as absent");
}

static void inspect(struct bringing *bringing, const bson_t *document)
{
    bson_iter_t iter, found;
    bringing->id[0] = 0;
    if (bson_iter_init_find(&iter, document, "_id") && BSON_ITER_HOLDS_OID(&iter))
        bson_oid_to_string(bson_iter_oid(&iter), bringing->id);
    else
        tell(bringing, "_id", "is no ObjectId; Kripa does not show this one");
    for (size_t i = 0; i < bringing->table->columns_count; i++) {
        const struct kp_column *column = bringing->table->columns[i];
        if (column->index > 0 && bson_iter_init(&iter, document) &&
            bson_iter_find_descendant(&iter, column->stored, &found))
            inspect_value(bringing, column, column->path, &found);
    }
    kripa_arena_reset(&bringing->arena);
}

static enum kripa_status inspect_all(struct bringing *bringing)
{
    bson_t all = BSON_INITIALIZER;
    bson_error_t error;
    const bson_t *document;
    mongoc_cursor_t *cursor =
        mongoc_collection_find_with_opts(bringing->collection, &all, NULL, NULL);
    bringing->anomalies = 0;
    while (mongoc_cursor_next(cursor, &document))
        inspect(bringing, document);
    bool failed = mongoc_cursor_error(cursor, &error);
    mongoc_cursor_destroy(cursor);
    if (bringing->anomalies > ANOMALY_LINES_MAX)
        say(bringing,
            kripa_arena_format(&bringing->arena, "%s: %zu more like these", bringing->table->name,
                               bringing->anomalies - ANOMALY_LINES_MAX));
    return failed ? kp_mongo_fail_open(&error, bringing->err) : KRIPA_OK;
}

enum kripa_status kp_mongo_bring_records(struct kp_mongo *store, mongoc_client_t *client,
                                         bool dry_run, kripa_say_fn *to_say, void *ctx,
                                         struct kripa_error *err)
{
    struct bringing bringing = {
        .store = store, .dry_run = dry_run, .say = to_say, .ctx = ctx, .err = err};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < store->layout.tables_count && status == KRIPA_OK; i++) {
        bringing.table = &store->layout.tables[i];
        bringing.collection =
            mongoc_client_get_collection(client, store->database, bringing.table->name);
        status = fill_all(&bringing);
        if (status == KRIPA_OK)
            status = inspect_all(&bringing);
        mongoc_collection_destroy(bringing.collection);
    }
    kripa_arena_clear(&bringing.arena);
    return status;
}
