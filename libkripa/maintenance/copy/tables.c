/* SPDX-License-Identifier: MIT
 * Makes the tables of a copy at run time, as a table is plain data. */
#include <stddef.h>
#include <string.h>

#include "base/status.h"
#include "internal.h"

struct uniting {
    const struct kripa_schema *const *schemas;
    struct kripa_arena *arena;
    struct kripa_error *err;
    struct kripa_schema *whole;
    struct kripa_field *fields; /* of the table that is made */
};

/* Reserves room for a member of this size and returns its offset. */
static size_t take_room(struct kripa_schema *whole, size_t size)
{
    size_t alignment = _Alignof(max_align_t), at = whole->size;
    whole->size = (at + size + alignment - 1) / alignment * alignment;
    return at;
}

static void add_field(struct uniting *uniting, const struct kripa_field *field)
{
    struct kripa_schema *whole = uniting->whole;
    struct kripa_field *united = &uniting->fields[whole->count++];
    *united = *field;
    united->at = take_room(whole, kripa_field_size(field));
    if (kripa_field_counts(field))
        united->count_at = take_room(whole, sizeof(size_t));
}

static struct kripa_field *field_named(const struct uniting *uniting, const char *column)
{
    for (size_t i = 0; i < uniting->whole->count; i++)
        if (strcmp(kripa_field_column(&uniting->fields[i]), column) == 0)
            return &uniting->fields[i];
    return NULL;
}

static enum kripa_status unite_field(struct uniting *uniting, const struct kripa_field *field)
{
    const struct kripa_field *united = field_named(uniting, kripa_field_column(field));
    if (!united) {
        add_field(uniting, field);
        return KRIPA_OK;
    }
    if (united->type == field->type && united->item == field->item &&
        united->names == field->names && united->default_value == field->default_value)
        return KRIPA_OK;
    return kripa_fail(uniting->err, KRIPA_INTERNAL, "two tables of %s disagree about %s",
                      uniting->whole->collection, field->name);
}

static bool shares(const struct kripa_schema *schema, const char *collection)
{
    return schema->collection && strcmp(schema->collection, collection) == 0;
}

static size_t most_fields(const struct uniting *uniting, const char *collection)
{
    size_t most = 2; /* _id and the residual */
    for (size_t i = 0; uniting->schemas[i]; i++)
        most += shares(uniting->schemas[i], collection) ? uniting->schemas[i]->count : 0;
    return most;
}

static enum kripa_status unite_fields(struct uniting *uniting, const struct kripa_schema *schema)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < schema->count && status == KRIPA_OK; i++)
        if (!(schema->fields[i].flags & KRIPA_UNSTORED))
            status = unite_field(uniting, &schema->fields[i]);
    return status;
}

static const struct kripa_field id_field = {.name = "_id", .type = KRIPA_TYPE_ID};
static const struct kripa_field residual_field = {.name = KRIPA_RESIDUAL_NAME,
                                                  .type = KRIPA_TYPE_TEXT,
                                                  .flags = KRIPA_RESIDUAL,
                                                  .readable_by = KRIPA_NOBODY};

/* If no table names `collection`, its table has only _id and the residual. */
static enum kripa_status add_whole(struct kp_copy_tables *tables, struct uniting *uniting,
                                   const char *collection)
{
    uniting->whole = kripa_arena_alloc(uniting->arena, sizeof *uniting->whole, 1);
    uniting->fields = kripa_arena_alloc(uniting->arena, sizeof *uniting->fields,
                                        most_fields(uniting, collection));
    if (!uniting->whole || !uniting->fields)
        return kp_no_memory(uniting->err);
    *uniting->whole = (struct kripa_schema){
        .name = collection, .collection = collection, .fields = uniting->fields};
    add_field(uniting, &id_field);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; uniting->schemas[i] && status == KRIPA_OK; i++)
        if (shares(uniting->schemas[i], collection))
            status = unite_fields(uniting, uniting->schemas[i]);
    add_field(uniting, &residual_field);
    tables->whole[tables->whole_count++] = uniting->whole;
    return status;
}

static bool is_there(const struct kp_copy_tables *tables, const char *collection)
{
    for (size_t i = 0; i < tables->whole_count; i++)
        if (shares(tables->whole[i], collection))
            return true;
    return false;
}

enum kripa_status kp_copy_tables_make(struct kp_copy_tables *tables,
                                      const struct kripa_schema *const *schemas,
                                      const struct kripa_unknown_collection *others,
                                      size_t others_count, struct kripa_arena *arena,
                                      struct kripa_error *err)
{
    struct uniting uniting = {.schemas = schemas, .arena = arena, .err = err};
    size_t count = 0;
    while (schemas[count])
        count++;
    *tables = (struct kp_copy_tables){0};
    tables->whole = kripa_arena_alloc(arena, sizeof *tables->whole, count + others_count + 1);
    tables->all = kripa_arena_alloc(arena, sizeof *tables->all, 2 * count + others_count + 1);
    if (!tables->whole || !tables->all)
        return kp_no_memory(err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        const char *collection = schemas[i]->collection;
        if (collection && schemas[i] != &kripa_copy_mark_schema && !is_there(tables, collection))
            status = add_whole(tables, &uniting, collection);
    }
    for (size_t i = 0; i < others_count && status == KRIPA_OK; i++)
        status = add_whole(tables, &uniting, others[i].name);
    memcpy(tables->all, schemas, count * sizeof *tables->all);
    memcpy(tables->all + count, tables->whole, tables->whole_count * sizeof *tables->all);
    return status;
}
