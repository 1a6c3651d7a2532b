/* SPDX-License-Identifier: MIT
 * Looking things up in a field table, and moving fields between records. */
#include <kripa/sys/field.h>

#include <string.h>

unsigned kripa_field_readable_by(const struct kripa_schema *schema, const struct kripa_field *field)
{
    return field->readable_by ? field->readable_by : schema->readable_by;
}

unsigned kripa_field_writable_by(const struct kripa_schema *schema, const struct kripa_field *field)
{
    return field->writable_by ? field->writable_by : schema->writable_by;
}

const char *kripa_field_column(const struct kripa_field *field)
{
    return field->stored ? field->stored : field->name;
}

static bool names(const struct kripa_field *field, const char *name, size_t size)
{
    const char *column = kripa_field_column(field);
    if (strncmp(column, name, size) == 0 && column[size] == '\0')
        return true;
    return strncmp(field->name, name, size) == 0 && field->name[size] == '\0';
}

const struct kripa_field *kripa_field_stored(const struct kripa_schema *schema, const char *name)
{
    size_t size = strcspn(name, ".");
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if ((field->flags & KRIPA_UNSTORED) || !names(field, name, size))
            continue;
        if (name[size] == '\0')
            return field;
        return field->item ? kripa_field_stored(field->item, name + size + 1) : NULL;
    }
    return NULL;
}

bool kripa_field_always(const struct kripa_field *field)
{
    if (field->flags & (KRIPA_SHOW_NULL | KRIPA_SHOW_BLANK | KRIPA_ALWAYS))
        return true;
    switch (field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_ENUM:
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return true;
    case KRIPA_TYPE_BOOL:
        return !(field->flags & KRIPA_OMIT_FALSE);
    case KRIPA_TYPE_ID:
        return strcmp(field->name, "_id") == 0;
    default:
        return false;
    }
}

kripa_given kripa_schema_bit(const struct kripa_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        unsigned set = kripa_field_writable_by(schema, field);
        if (set && set != KRIPA_NOBODY && strcmp(field->name, name) == 0)
            return (kripa_given)1 << i;
    }
    return 0;
}

size_t kripa_field_size(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
    case KRIPA_TYPE_OPT_RECORD:
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return sizeof(void *);
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_TIME:
        return sizeof(int64_t);
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return sizeof(struct kripa_int);
    case KRIPA_TYPE_BOOL:
        return sizeof(bool);
    case KRIPA_TYPE_ID:
        return sizeof(struct kripa_id);
    case KRIPA_TYPE_ENUM:
        return sizeof(enum kripa_role);
    case KRIPA_TYPE_RECORD:
        return field->item->size;
    }
    return 0;
}

size_t kripa_field_element_size(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXTS:
        return sizeof(const char *);
    case KRIPA_TYPE_IDS:
        return sizeof(struct kripa_id);
    default:
        return field->item->size;
    }
}

bool kripa_field_counts(const struct kripa_field *field)
{
    return field->type == KRIPA_TYPE_LIST || field->type == KRIPA_TYPE_TEXTS ||
           field->type == KRIPA_TYPE_IDS;
}

void kripa_record_copy(const struct kripa_schema *schema, const void *from, kripa_given given,
                       void *to)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(given >> i & 1) || field->flags & KRIPA_IGNORED)
            continue;
        memcpy((char *)to + field->at, (const char *)from + field->at, kripa_field_size(field));
        if (kripa_field_counts(field))
            memcpy((char *)to + field->count_at, (const char *)from + field->count_at,
                   sizeof(size_t));
    }
}
