/* SPDX-License-Identifier: MIT
 * Examples of bodies. A field's example is JSON, except that a text has no quotes; a record's
 * example consists of those of its fields. */
#include "internal.h"

static bool has_example(const struct kripa_field *field)
{
    if (field->item && !field->example)
        return field->flags & KRIPA_REQUIRED;
    return field->example;
}

static void write_value(struct kripa_writer *writer, const struct kripa_field *field,
                        unsigned roles)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
    case KRIPA_TYPE_ID:
    case KRIPA_TYPE_ENUM:
    case KRIPA_TYPE_TIME:
        kripa_write_text(writer, field->example);
        return;
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        openapi_write_example(writer, field->item, roles);
        return;
    case KRIPA_TYPE_LIST:
        kripa_write(writer, "[");
        openapi_write_example(writer, field->item, roles);
        kripa_write(writer, "]");
        return;
    default:
        kripa_write(writer, field->example);
    }
}

void openapi_write_example(struct kripa_writer *writer, const struct kripa_schema *schema,
                           unsigned roles)
{
    bool first = true;
    kripa_write(writer, "{");
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(kripa_field_writable_by(schema, field) & roles) || !has_example(field))
            continue;
        kripa_write(writer, first ? "" : ",");
        kripa_write_text(writer, field->name);
        kripa_write(writer, ":");
        write_value(writer, field, roles);
        first = false;
    }
    kripa_write(writer, "}");
}
