/* SPDX-License-Identifier: MIT
 * Writes lists and optional records as JSON. Equal records always give equal texts. */
#include <string.h>

#include <kripa/sys/json.h>

#include "base/status.h"
#include "values.h"

static enum kripa_status write_value(struct kripa_writer *writer, const struct kp_column *column,
                                     const void *record, bool *first, struct kripa_error *err);

static enum kripa_status write_object(struct kripa_writer *writer, const struct kp_plan *plan,
                                      const void *record, struct kripa_error *err)
{
    bool first = true;
    kripa_write(writer, "{");
    for (size_t i = 0; i < plan->count; i++) {
        enum kripa_status status = write_value(writer, &plan->columns[i], record, &first, err);
        if (status != KRIPA_OK)
            return status;
    }
    kripa_write(writer, "}");
    return KRIPA_OK;
}

static void write_scalar(struct kripa_writer *writer, const struct kp_column *column,
                         const struct kp_scalar *scalar)
{
    if (scalar->kind == KP_TEXT)
        kripa_write_text(writer, scalar->text);
    else if (column->field->type == KRIPA_TYPE_BOOL)
        kripa_write(writer, scalar->number ? "true" : "false");
    else
        kripa_write_int(writer, scalar->number);
}

/* A NULL text in a list is stored as "", as it would otherwise be lost. */
static enum kripa_status write_element(struct kripa_writer *writer, const struct kp_column *column,
                                       const char *element, struct kripa_error *err)
{
    if (column->items)
        return write_object(writer, column->items, element, err);
    struct kp_scalar scalar;
    enum kripa_status status = kp_scalar_of_element(column, element, writer->arena, &scalar, err);
    if (status == KRIPA_OK)
        kripa_write_text(writer, scalar.kind == KP_TEXT ? scalar.text : "");
    return status;
}

static enum kripa_status write_list(struct kripa_writer *writer, const struct kp_column *column,
                                    const char *elements, size_t count, struct kripa_error *err)
{
    kripa_write(writer, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            kripa_write(writer, ",");
        enum kripa_status status = write_element(
            writer, column, elements + i * kripa_field_element_size(column->field), err);
        if (status != KRIPA_OK)
            return status;
    }
    kripa_write(writer, "]");
    return KRIPA_OK;
}

static size_t elements_count(const struct kp_column *column, const void *record)
{
    size_t count;
    memcpy(&count, (const char *)record + column->count_at, sizeof count);
    return count;
}

static const void *pointer_at(const struct kp_column *column, const void *record)
{
    const void *pointer;
    memcpy(&pointer, (const char *)record + column->at, sizeof pointer);
    return pointer;
}

static bool is_empty(const struct kp_column *column, const void *record)
{
    if (column->list)
        return elements_count(column, record) == 0;
    return pointer_at(column, record) == NULL;
}

static enum kripa_status write_json(struct kripa_writer *writer, const struct kp_column *column,
                                    const void *record, struct kripa_error *err)
{
    const void *pointer = pointer_at(column, record);
    if (column->list)
        return write_list(writer, column, pointer, elements_count(column, record), err);
    return write_object(writer, column->items, pointer, err);
}

/* Writes "name":value, or nothing if it is absent. */
static enum kripa_status write_value(struct kripa_writer *writer, const struct kp_column *column,
                                     const void *record, bool *first, struct kripa_error *err)
{
    bool json = column->json;
    struct kp_scalar scalar = {.kind = KP_NULL};
    enum kripa_status status = KRIPA_OK;
    if (!json)
        status = kp_scalar_of_record(column, record, writer->arena, &scalar, err);
    if (status != KRIPA_OK || (json ? is_empty(column, record) : scalar.kind == KP_NULL))
        return status;
    kripa_write(writer, *first ? "\"" : ",\"");
    kripa_write(writer, column->name);
    kripa_write(writer, "\":");
    *first = false;
    if (json)
        return write_json(writer, column, record, err);
    write_scalar(writer, column, &scalar);
    return KRIPA_OK;
}

enum kripa_status kp_json_write(const struct kp_column *column, const void *record,
                                struct kripa_arena *arena, struct kp_scalar *out,
                                struct kripa_error *err)
{
    *out = (struct kp_scalar){.kind = KP_NULL};
    if (is_empty(column, record))
        return KRIPA_OK;
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    enum kripa_status status = write_json(&writer, column, record, err);
    if (status != KRIPA_OK)
        return status;
    if (writer.failed)
        return kp_no_memory(err);
    *out = (struct kp_scalar){.kind = KP_TEXT, .text = writer.at, .size = writer.size};
    return KRIPA_OK;
}
