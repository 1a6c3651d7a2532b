/* SPDX-License-Identifier: MIT
 * Makes the layout of the field tables, once, when a store is opened. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"

static const struct column_type {
    const char *type, *unit;
    bool absent, json, list;
} types[] = {
    [KRIPA_TYPE_TEXT] = {"TEXT", "", .absent = true},
    [KRIPA_TYPE_INT] = {"INTEGER", ""},
    [KRIPA_TYPE_OPT_INT] = {"INTEGER", "", .absent = true},
    [KRIPA_TYPE_MONEY] = {"INTEGER", "_paise"},
    [KRIPA_TYPE_OPT_MONEY] = {"INTEGER", "_paise", .absent = true},
    [KRIPA_TYPE_OPT_RATE] = {"INTEGER", "_bp", .absent = true},
    [KRIPA_TYPE_TIME] = {"INTEGER", "_ms", .absent = true},
    [KRIPA_TYPE_BOOL] = {"INTEGER", ""},
    [KRIPA_TYPE_ID] = {"TEXT", "", .absent = true},
    [KRIPA_TYPE_ENUM] = {"TEXT", ""},
    [KRIPA_TYPE_RECORD] = {"", ""},
    [KRIPA_TYPE_OPT_RECORD] = {"TEXT", "", .absent = true, .json = true},
    [KRIPA_TYPE_LIST] = {"TEXT", "", .absent = true, .json = true, .list = true},
    [KRIPA_TYPE_TEXTS] = {"TEXT", "", .absent = true, .json = true, .list = true},
    [KRIPA_TYPE_IDS] = {"TEXT", "", .absent = true, .json = true, .list = true},
};

const char *kp_column_type(const struct kp_column *column)
{
    return types[column->field->type].type;
}

static bool is_stored(const struct kripa_field *field)
{
    return !(field->flags & KRIPA_UNSTORED);
}

static size_t count_columns(const struct kripa_schema *schema, int depth)
{
    size_t count = 0;
    for (size_t i = 0; i < schema->count && depth < KP_ITEMS_DEPTH; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (is_stored(field))
            count += field->type == KRIPA_TYPE_RECORD ? count_columns(field->item, depth + 1) : 1;
    }
    return count;
}

/* The place in a plan that is being laid out: an embedded record, or the items of a list. */
struct laying {
    struct kripa_arena *arena;
    struct kripa_error *err;
    struct kp_plan *plan;
    const char *path, *stored; /* prefixes of names, "shippingAddress." */
    size_t at;
    const char *index_table; /* prefix of the names of index tables; NULL: none are made */
    bool top;                /* not for the items of a list */
    int depth;
};

static bool is_named(const struct kp_column *column, const char *name)
{
    return strcmp(column->path, name) == 0 || strcmp(column->stored, name) == 0;
}

static int by_name(const void *a, const void *b)
{
    const struct kp_column_name *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->column > right->column) - (left->column < right->column);
}

static enum kripa_status sort_names(struct kp_plan *plan, struct kripa_arena *arena,
                                    struct kripa_error *err)
{
    plan->names = kripa_arena_alloc(arena, sizeof *plan->names, 2 * plan->count + 1);
    if (!plan->names)
        return kp_no_memory(err);
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_column *column = &plan->columns[i];
        plan->names[plan->names_count++] = (struct kp_column_name){column->path, column};
        if (strcmp(column->path, column->stored) != 0)
            plan->names[plan->names_count++] = (struct kp_column_name){column->stored, column};
    }
    qsort(plan->names, plan->names_count, sizeof *plan->names, by_name);
    return KRIPA_OK;
}

/* The first one, where two columns have the name. */
static const struct kp_column *column_named(const struct kp_plan *plan, const char *name)
{
    size_t low = 0, high = plan->names_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(plan->names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < plan->names_count && strcmp(plan->names[low].name, name) == 0;
    return found ? plan->names[low].column : NULL;
}

static enum kripa_status lay(const struct laying *laying, const struct kripa_schema *schema);

static enum kripa_status lay_items(const struct laying *outer, struct kp_column *column)
{
    const struct kripa_schema *item = column->field->item;
    struct kp_plan *plan = kripa_arena_alloc(outer->arena, sizeof *plan, 1);
    if (!plan)
        return kp_no_memory(outer->err);
    plan->schema = item;
    plan->columns =
        kripa_arena_alloc(outer->arena, sizeof *plan->columns, count_columns(item, 0) + 1);
    struct laying laying = {outer->arena, outer->err,      plan, "", "", 0, NULL,
                            false,        outer->depth + 1};
    if (outer->top && column->field->type == KRIPA_TYPE_LIST)
        laying.index_table =
            kripa_arena_format(outer->arena, "%s%s.", outer->index_table, column->stored);
    if (!plan->columns ||
        (outer->top && column->field->type == KRIPA_TYPE_LIST && !laying.index_table))
        return kp_no_memory(outer->err);
    column->items = plan;
    enum kripa_status status = lay(&laying, item);
    return status == KRIPA_OK ? sort_names(plan, outer->arena, outer->err) : status;
}

/* A list is indexed if its field says so, a list of records if a field of its items does. */
static bool has_index_table(const struct laying *laying, const struct kp_column *column)
{
    if (!laying->index_table || !(column->field->flags & (KRIPA_INDEX | KRIPA_UNIQUE)))
        return false;
    return laying->top ? column->list && !column->items : !column->json;
}

static enum kripa_status lay_column(const struct laying *laying, const struct kripa_field *field)
{
    struct kp_column *column = &laying->plan->columns[laying->plan->count];
    column->field = field;
    column->index = (unsigned char)laying->plan->count++;
    column->at = laying->at + field->at;
    column->count_at = laying->at + field->count_at;
    column->record_size = laying->plan->schema->size;
    column->path = kripa_arena_format(laying->arena, "%s%s", laying->path, field->name);
    column->stored =
        kripa_arena_format(laying->arena, "%s%s", laying->stored, kripa_field_column(field));
    if (!column->path || !column->stored)
        return kp_no_memory(laying->err);
    column->name =
        kripa_arena_format(laying->arena, "%s%s", column->stored, types[field->type].unit);
    column->json = types[field->type].json;
    column->list = types[field->type].list;
    /* A unique value may always be absent, as records made by another table would be duplicates. */
    column->absent = types[field->type].absent || field->flags & KRIPA_UNIQUE;
    if (has_index_table(laying, column)) {
        column->index_table =
            kripa_arena_format(laying->arena, "%s%s", laying->index_table, column->stored);
        if (!column->index_table)
            return kp_no_memory(laying->err);
    }
    if (!column->name)
        return kp_no_memory(laying->err);
    return field->item ? lay_items(laying, column) : KRIPA_OK;
}

static enum kripa_status lay_in_place(const struct laying *outer, const struct kripa_field *field)
{
    struct laying inner = *outer;
    inner.at += field->at;
    inner.depth++;
    if (!(field->flags & KRIPA_FLAT)) {
        inner.path = kripa_arena_format(outer->arena, "%s%s.", outer->path, field->name);
        inner.stored =
            kripa_arena_format(outer->arena, "%s%s.", outer->stored, kripa_field_column(field));
    }
    return inner.path && inner.stored ? lay(&inner, field->item) : kp_no_memory(outer->err);
}

static enum kripa_status lay(const struct laying *laying, const struct kripa_schema *schema)
{
    if (laying->depth >= KP_ITEMS_DEPTH)
        return kripa_fail(laying->err, KRIPA_INTERNAL, "table %s holds itself", schema->name);
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!is_stored(field))
            continue;
        enum kripa_status status = field->type == KRIPA_TYPE_RECORD ? lay_in_place(laying, field)
                                                                    : lay_column(laying, field);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

struct kp_table *kp_layout_table(const struct kp_layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->tables_count; i++)
        if (strcmp(layout->tables[i].name, name) == 0)
            return &layout->tables[i];
    return NULL;
}

static struct kp_table *table_of(struct kp_layout *layout, const char *collection)
{
    struct kp_table *table = kp_layout_table(layout, collection);
    if (table)
        return table;
    table = &layout->tables[layout->tables_count++];
    table->name = collection;
    return table;
}

static enum kripa_status make_plan(struct kp_layout *layout, const struct kripa_schema *schema,
                                   struct kripa_arena *arena, struct kripa_error *err)
{
    size_t count = count_columns(schema, 0);
    if (count > KP_COLUMNS_MAX || layout->plans_count == KP_PLANS_MAX)
        return kripa_fail(err, KRIPA_INTERNAL, "table %s is too large", schema->name);
    struct kp_plan *plan = &layout->plans[layout->plans_count];
    plan->schema = schema;
    plan->index = (unsigned char)layout->plans_count++;
    plan->table = table_of(layout, schema->collection);
    plan->columns = kripa_arena_alloc(arena, sizeof *plan->columns, count);
    const char *index_table = kripa_arena_format(arena, "%s__", schema->collection);
    if (!plan->columns || !index_table)
        return kp_no_memory(err);
    struct laying laying = {arena, err, plan, "", "", 0, index_table, true, 0};
    enum kripa_status status = lay(&laying, schema);
    if (status == KRIPA_OK && (plan->count == 0 || strcmp(plan->columns[0].name, "_id") != 0))
        return kripa_fail(err, KRIPA_INTERNAL, "table %s doesn't begin with _id", schema->name);
    return status == KRIPA_OK ? sort_names(plan, arena, err) : status;
}

static enum kripa_status unite_column(struct kp_table *table, const struct kp_column *column,
                                      struct kripa_error *err)
{
    for (size_t i = 0; i < table->columns_count; i++) {
        if (strcmp(table->columns[i]->name, column->name) != 0)
            continue;
        if (table->columns[i]->field->type != column->field->type ||
            !table->columns[i]->index_table != !column->index_table)
            return kripa_fail(err, KRIPA_INTERNAL, "two tables of %s disagree about %s",
                              table->name, column->path);
        return KRIPA_OK;
    }
    table->columns[table->columns_count++] = column;
    return KRIPA_OK;
}

static void add_index_tables(struct kp_table *table, const struct kp_column *column)
{
    if (column->index_table)
        table->index_tables[table->index_tables_count++] =
            (struct kp_index_table){column->index_table, column, NULL};
    for (size_t i = 0; column->items && i < column->items->count; i++) {
        const struct kp_column *item = &column->items->columns[i];
        if (item->index_table)
            table->index_tables[table->index_tables_count++] =
                (struct kp_index_table){item->index_table, column, item};
    }
}

static size_t most_columns(const struct kp_layout *layout, const struct kp_table *table)
{
    size_t most = 0;
    for (size_t i = 0; i < layout->plans_count; i++)
        if (layout->plans[i].table == table)
            most += layout->plans[i].count;
    return most;
}

static size_t most_index_tables(const struct kp_table *table)
{
    size_t most = 0;
    for (size_t i = 0; i < table->columns_count; i++)
        most += 1 + (table->columns[i]->items ? table->columns[i]->items->count : 0);
    return most;
}

static enum kripa_status unite(struct kp_layout *layout, struct kp_table *table,
                               struct kripa_arena *arena, struct kripa_error *err)
{
    table->columns = kripa_arena_alloc(arena, sizeof *table->columns, most_columns(layout, table));
    if (!table->columns)
        return kp_no_memory(err);
    for (size_t i = 0; i < layout->plans_count; i++) {
        const struct kp_plan *plan = &layout->plans[i];
        for (size_t j = 0; plan->table == table && j < plan->count; j++) {
            enum kripa_status status = unite_column(table, &plan->columns[j], err);
            if (status != KRIPA_OK)
                return status;
        }
    }
    table->index_tables =
        kripa_arena_alloc(arena, sizeof *table->index_tables, most_index_tables(table));
    if (!table->index_tables)
        return kp_no_memory(err);
    for (size_t i = 0; i < table->columns_count; i++)
        add_index_tables(table, table->columns[i]);
    return KRIPA_OK;
}

enum kripa_status kp_layout_make(struct kp_layout *layout,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_arena *arena, struct kripa_error *err)
{
    size_t count = 0;
    while (schemas[count])
        count++;
    layout->plans = kripa_arena_alloc(arena, sizeof *layout->plans, count + 1);
    layout->tables = kripa_arena_alloc(arena, sizeof *layout->tables, count + 1);
    if (!layout->plans || !layout->tables)
        return kp_no_memory(err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count && status == KRIPA_OK; i++)
        if (schemas[i]->collection)
            status = make_plan(layout, schemas[i], arena, err);
    for (size_t i = 0; i < layout->tables_count && status == KRIPA_OK; i++)
        status = unite(layout, &layout->tables[i], arena, err);
    return status;
}

enum kripa_status kp_plan_find(const struct kp_layout *layout, const struct kripa_schema *schema,
                               const struct kp_plan **out, struct kripa_error *err)
{
    for (size_t i = 0; i < layout->plans_count; i++)
        if (layout->plans[i].schema == schema) {
            *out = &layout->plans[i];
            return KRIPA_OK;
        }
    return kripa_fail(err, KRIPA_INVALID, "%s is not kept in the store", schema->name);
}

void kp_layout_touch(struct kp_layout *layout, const struct kripa_change *change)
{
    for (size_t i = 0; i < change->count; i++) {
        const struct kp_plan *plan = NULL;
        if (kp_plan_find(layout, change->edits[i].of, &plan, NULL) == KRIPA_OK)
            atomic_fetch_add(&plan->table->touched, 1);
    }
}

struct kp_name kp_table_name(const struct kp_table *table, const char *name,
                             unsigned char *position)
{
    for (size_t i = 0; table && i < table->columns_count; i++) {
        if (!is_named(table->columns[i], name))
            continue;
        *position = (unsigned char)(i + 1);
        return (struct kp_name){.column = table->columns[i], .count = 1};
    }
    return (struct kp_name){0};
}

static bool begins(const char *path, const char *name, size_t size)
{
    return strncmp(path, name, size) == 0 && path[size] == '.';
}

struct kp_name kp_plan_name(const struct kp_plan *plan, const char *name)
{
    struct kp_name found = {.column = column_named(plan, name), .count = 1};
    if (found.column)
        return found;
    size_t size = strlen(name);
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_column *column = &plan->columns[i];
        if (begins(column->path, name, size) || begins(column->stored, name, size)) {
            found.count = found.column ? found.count + 1 : 1;
            found.column = found.column ? found.column : column;
        }
        size_t list_size = strlen(column->path);
        if (column->items && column->field->type == KRIPA_TYPE_LIST &&
            begins(name, column->path, list_size)) {
            found.item = column_named(column->items, name + list_size + 1);
            found.column = found.item ? column : NULL;
            return found;
        }
    }
    return found;
}

const struct kp_column *kp_column_key(const struct kp_column *column)
{
    for (size_t i = 0; column->items && i < column->items->count; i++)
        if (column->items->columns[i].field->flags & KRIPA_KEY)
            return &column->items->columns[i];
    return NULL;
}

bool kp_column_is_hundredths(const struct kp_column *column)
{
    switch (column->field->type) {
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return true;
    default:
        return false;
    }
}
