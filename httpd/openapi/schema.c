/* SPDX-License-Identifier: MIT
 * Field tables as JSON Schemas (2020-12). */
#include "internal.h"

#include <string.h>

static const char *const suffixes[] = {
    [DIRECTION_SEEN] = "", [DIRECTION_NEW] = ".new", [DIRECTION_EDIT] = ".edit"};

static void use(struct schema_uses *uses, const struct kripa_schema *schema,
                enum direction direction)
{
    for (size_t i = 0; i < uses->count; i++) {
        if (uses->at[i].schema == schema && uses->at[i].direction == direction)
            return;
    }
    if (uses->count < SCHEMA_USES_MAX)
        uses->at[uses->count++] = (struct schema_use){schema, direction};
}

static void write_pair(struct kripa_writer *writer, const char *name, int64_t value)
{
    kripa_write(writer, ",\"");
    kripa_write(writer, name);
    kripa_write(writer, "\":");
    kripa_write_int(writer, value);
}

static void write_rupees(struct kripa_writer *writer, const char *name, int64_t paise)
{
    char text[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(paise, text);
    kripa_write(writer, ",\"");
    kripa_write(writer, name);
    kripa_write(writer, "\":");
    kripa_write(writer, text);
}

void openapi_write_ref(struct kripa_writer *writer, const struct kripa_schema *schema,
                       enum direction direction, struct schema_uses *uses)
{
    use(uses, schema, direction);
    kripa_write(writer, "\"$ref\":\"#/components/schemas/");
    kripa_write(writer, schema->name);
    kripa_write(writer, suffixes[direction]);
    kripa_write(writer, "\"");
}

/* Writes "type", with null if that can stand for absent. */
static void write_type(struct kripa_writer *writer, const char *type, bool or_null)
{
    kripa_write(writer, or_null ? "\"type\":[\"" : "\"type\":\"");
    kripa_write(writer, type);
    kripa_write(writer, or_null ? "\",\"null\"]" : "\"");
}

static void write_enum(struct kripa_writer *writer, const struct kripa_field *field, bool or_null)
{
    write_type(writer, "string", or_null);
    kripa_write(writer, ",\"enum\":[");
    for (const char *const *name = field->names; *name; name++) {
        if (name != field->names)
            kripa_write(writer, ",");
        kripa_write_text(writer, *name);
    }
    kripa_write(writer, or_null ? ",null]" : "]");
}

/* Writes the "format" that programs may know. */
static void write_format(struct kripa_writer *writer, enum kripa_format format)
{
    static const char *const formats[KRIPA_FORMAT_COUNT] = {
        [KRIPA_FORMAT_EMAIL] = "email",
        [KRIPA_FORMAT_PASSWORD] = "password",
        [KRIPA_FORMAT_URL] = "uri",
    };
    if (!formats[format])
        return;
    kripa_write(writer, ",\"format\":");
    kripa_write_text(writer, formats[format]);
}

static void write_text(struct kripa_writer *writer, const struct kripa_field *field,
                       enum direction direction, bool or_null)
{
    const char *pattern = kripa_format_pattern(field->format);
    if (field->flags & KRIPA_JSON) {
        write_type(writer, "object", or_null);
        kripa_write(writer, ",\"additionalProperties\":true");
        return;
    }
    if (field->flags & KRIPA_NUMBERS) {
        write_type(writer, "array", or_null);
        kripa_write(writer, ",\"items\":{\"type\":\"integer\"}");
        return;
    }
    if (field->flags & KRIPA_ANY_TYPE) {
        kripa_write(writer, "\"type\":[\"string\",\"number\",\"boolean\",\"object\",\"array\","
                            "\"null\"]");
        return;
    }
    if (field->format == KRIPA_FORMAT_CODE)
        kripa_write(writer, "\"type\":[\"string\",\"integer\"]");
    else
        write_type(writer, "string", or_null);
    if (direction != DIRECTION_SEEN || !(field->flags & KRIPA_SHOW_BLANK))
        write_format(writer, field->format);
    if (direction != DIRECTION_SEEN) {
        write_pair(writer, "minLength", field->flags & KRIPA_REQUIRED ? field->min : 0);
        write_pair(writer, "maxLength", field->max);
    } else if (pattern && !(field->flags & KRIPA_SHOW_BLANK)) {
        kripa_write(writer, ",\"pattern\":");
        kripa_write_text(writer, pattern);
    }
}

static void write_integer(struct kripa_writer *writer, const struct kripa_field *field,
                          bool or_null)
{
    write_type(writer, "integer", or_null);
    if (field->min > INT64_MIN)
        write_pair(writer, "minimum", field->min);
    if (field->max < INT64_MAX)
        write_pair(writer, "maximum", field->max);
}

static void write_number(struct kripa_writer *writer, const struct kripa_field *field, bool or_null)
{
    write_type(writer, "number", or_null);
    if (field->min > INT64_MIN)
        write_rupees(writer, "minimum", field->min);
    if (field->max < INT64_MAX)
        write_rupees(writer, "maximum", field->max);
}

static void write_record(struct kripa_writer *writer, const struct kripa_field *field,
                         enum direction direction, bool or_null, struct schema_uses *uses)
{
    if (or_null)
        kripa_write(writer, "\"anyOf\":[{");
    openapi_write_ref(writer, field->item, direction, uses);
    if (or_null)
        kripa_write(writer, "},{\"type\":\"null\"}]");
}

static void write_list(struct kripa_writer *writer, const struct kripa_field *field,
                       enum direction direction, bool or_null, struct schema_uses *uses)
{
    write_type(writer, "array", or_null);
    if (direction != DIRECTION_SEEN)
        write_pair(writer, "maxItems", field->max);
    kripa_write(writer, ",\"items\":{");
    if (field->type == KRIPA_TYPE_LIST)
        openapi_write_ref(writer, field->item, direction, uses);
    else
        kripa_write(writer, field->type == KRIPA_TYPE_IDS
                                ? "\"type\":\"string\",\"pattern\":\"^[0-9a-fA-F]{24}$\""
                                : "\"type\":\"string\"");
    kripa_write(writer, "}");
}

static void write_typed(struct kripa_writer *writer, const struct kripa_field *field,
                        enum direction direction, bool or_null, struct schema_uses *uses)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        if (field->names)
            write_enum(writer, field, or_null);
        else
            write_text(writer, field, direction, or_null);
        return;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        write_integer(writer, field, or_null);
        return;
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        write_number(writer, field, or_null);
        return;
    case KRIPA_TYPE_TIME:
        write_type(writer, "string", or_null);
        kripa_write(writer, ",\"format\":\"date-time\"");
        return;
    case KRIPA_TYPE_BOOL:
        write_type(writer, "boolean", or_null);
        return;
    case KRIPA_TYPE_ID:
        write_type(writer, "string", or_null);
        kripa_write(writer, ",\"pattern\":\"^[0-9a-fA-F]{24}$\"");
        return;
    case KRIPA_TYPE_ENUM:
        write_enum(writer, field, or_null);
        return;
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        write_record(writer, field, direction, or_null, uses);
        return;
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        write_list(writer, field, direction, or_null, uses);
        return;
    }
}

void openapi_write_field(struct kripa_writer *writer, const struct kripa_field *field,
                         enum direction direction, struct schema_uses *uses)
{
    bool or_null = direction == DIRECTION_SEEN ? field->flags & KRIPA_SHOW_NULL
                                               : !(field->flags & KRIPA_REQUIRED);
    kripa_write(writer, "{");
    if (field->flags & KRIPA_IGNORED)
        kripa_write(writer, "\"deprecated\":true");
    else
        write_typed(writer, field, direction, or_null, uses);
    if (field->doc) {
        kripa_write(writer, ",\"description\":");
        kripa_write_text(writer, field->doc);
    }
}

void openapi_write_alias(struct kripa_writer *writer, const struct kripa_field *field)
{
    kripa_write(writer, ",\"deprecated\":true,\"x-alias-of\":");
    kripa_write_text(writer, field->name);
}

void openapi_write_roles(struct kripa_writer *writer, unsigned mask)
{
    bool first = true;
    kripa_write(writer, ",\"x-roles\":[");
    for (enum kripa_role role = 0; role < KRIPA_ROLE_COUNT; role++) {
        if (!(mask & KRIPA_MASK(role)))
            continue;
        kripa_write(writer, first ? "" : ",");
        kripa_write_text(writer, kripa_role_name(role));
        first = false;
    }
    kripa_write(writer, "]");
}

static unsigned mask_of(const struct kripa_schema *schema, const struct kripa_field *field,
                        enum direction direction)
{
    unsigned mask = direction == DIRECTION_SEEN ? kripa_field_readable_by(schema, field)
                                                : kripa_field_writable_by(schema, field);
    bool hidden = direction == DIRECTION_SEEN && field->flags & KRIPA_SECRET;
    return hidden ? 0 : mask & KRIPA_ANYONE;
}

static unsigned schema_mask(const struct kripa_schema *schema, enum direction direction)
{
    unsigned mask = 0;
    for (size_t i = 0; i < schema->count; i++)
        mask |= mask_of(schema, &schema->fields[i], direction);
    return mask;
}

/* `roles`: which may see or send it; 0: all that may use the schema. */
static void write_property(struct kripa_writer *writer, const struct kripa_field *field,
                           const char *name, enum direction direction, unsigned roles,
                           struct schema_uses *uses)
{
    kripa_write_text(writer, name);
    kripa_write(writer, ":");
    openapi_write_field(writer, field, direction, uses);
    if (name != field->name)
        openapi_write_alias(writer, field);
    if (roles)
        openapi_write_roles(writer, roles);
    kripa_write(writer, "}");
}

/* All but the field of the name `without` (NULL: none). */
static void write_properties(struct kripa_writer *writer, const struct kripa_schema *schema,
                             enum direction direction, const char *without,
                             struct schema_uses *uses, bool *first)
{
    unsigned all = schema_mask(schema, direction);
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        unsigned mask = mask_of(schema, field, direction);
        if (!mask || (without && strcmp(field->name, without) == 0))
            continue;
        if (field->flags & KRIPA_FLAT) {
            write_properties(writer, field->item, direction, without, uses, first);
            continue;
        }
        kripa_write(writer, *first ? "" : ",");
        *first = false;
        unsigned roles = mask != all ? mask : 0;
        write_property(writer, field, field->name, direction, roles, uses);
        if (direction != DIRECTION_SEEN && field->alias) {
            kripa_write(writer, ",");
            write_property(writer, field, field->alias, direction, roles, uses);
        }
    }
}

/* Whether an object always has this field. */
static bool is_always(const struct kripa_field *field, enum direction direction, unsigned mask,
                      unsigned all)
{
    if (direction == DIRECTION_EDIT || mask != all)
        return false;
    if (direction == DIRECTION_NEW)
        return field->flags & KRIPA_REQUIRED;
    return kripa_field_always(field);
}

static void write_required_names(struct kripa_writer *writer, const struct kripa_schema *schema,
                                 enum direction direction, bool *first)
{
    unsigned all = schema_mask(schema, direction);
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        unsigned mask = mask_of(schema, field, direction);
        if (mask && field->flags & KRIPA_FLAT)
            write_required_names(writer, field->item, direction, first);
        else if (mask && is_always(field, direction, mask, all)) {
            kripa_write(writer, *first ? ",\"required\":[" : ",");
            kripa_write_text(writer, field->name);
            *first = false;
        }
    }
}

static void write_required(struct kripa_writer *writer, const struct kripa_schema *schema,
                           enum direction direction)
{
    bool first = true;
    write_required_names(writer, schema, direction, &first);
    if (!first)
        kripa_write(writer, "]");
}

static void write_files(struct kripa_writer *writer, const struct form_file *file)
{
    static const char one[] = "{\"type\":\"string\",\"format\":\"binary\",\"description\":"
                              "\"A JPEG, PNG or WebP picture.\"}";
    kripa_write_text(writer, file->name);
    kripa_write(writer, ":");
    if (file->count_max > 1)
        kripa_write(writer, "{\"type\":\"array\",\"items\":");
    kripa_write(writer, one);
    if (file->count_max > 1) {
        write_pair(writer, "maxItems", (int64_t)file->count_max);
        kripa_write(writer, "}");
    }
}

void openapi_write_form(struct kripa_writer *writer, const struct kripa_schema *schema,
                        enum direction direction, const struct form_file *file,
                        struct schema_uses *uses)
{
    bool first = true;
    kripa_write(writer, "\"type\":\"object\",\"properties\":{");
    if (schema)
        write_properties(writer, schema, direction, file->name, uses, &first);
    kripa_write(writer, first ? "" : ",");
    write_files(writer, file);
    kripa_write(writer, "}");
    if (schema)
        write_required(writer, schema, direction);
    else if (file->required) {
        kripa_write(writer, ",\"required\":[");
        kripa_write_text(writer, file->name);
        kripa_write(writer, "]");
    }
    kripa_write(writer, ",\"additionalProperties\":false");
}

static void write_schema(struct kripa_writer *writer, const struct schema_use *used,
                         struct schema_uses *uses)
{
    bool first = true;
    kripa_write(writer, "\"");
    kripa_write(writer, used->schema->name);
    kripa_write(writer, suffixes[used->direction]);
    kripa_write(writer, "\":{\"type\":\"object\",\"properties\":{");
    write_properties(writer, used->schema, used->direction, NULL, uses, &first);
    kripa_write(writer, "}");
    write_required(writer, used->schema, used->direction);
    kripa_write(writer, ",\"additionalProperties\":false");
    if (used->schema->doc) {
        kripa_write(writer, ",\"description\":");
        kripa_write_text(writer, used->schema->doc);
    }
    kripa_write(writer, "}");
}

void openapi_write_schemas(struct kripa_writer *writer, struct schema_uses *uses)
{
    for (size_t i = 0; i < uses->count; i++) {
        struct schema_use used = uses->at[i];
        kripa_write(writer, i ? "," : "");
        write_schema(writer, &used, uses);
    }
}
