/* SPDX-License-Identifier: MIT
 * See sys/csv.h. */
#include <kripa/sys/csv.h>

#include <stdio.h>
#include <string.h>

#define PATH_SIZE 128

/* Where a record stands among the columns: what goes before names, and whether any came yet. */
struct place {
    struct kripa_writer *writer;
    enum kripa_role role;
    const char *before; /* "user." */
    bool *first;
};

static bool is_shown(const struct kripa_schema *schema, const struct kripa_field *field,
                     enum kripa_role role)
{
    bool list = field->type == KRIPA_TYPE_LIST || field->type == KRIPA_TYPE_IDS;
    return !list && !(field->flags & (KRIPA_SECRET | KRIPA_IGNORED)) &&
           kripa_field_readable_by(schema, field) & KRIPA_MASK(role);
}

static void put(struct kripa_writer *writer, const char *text, bool is_formula)
{
    bool quoted = text[strcspn(text, ",\"\r\n")] != '\0';
    kripa_write(writer, quoted ? "\"" : "");
    kripa_write(writer, is_formula ? "'" : "");
    for (; *text; text++) {
        if (*text == '"')
            kripa_write(writer, "\"");
        kripa_write_raw(writer, text, 1);
    }
    kripa_write(writer, quoted ? "\"" : "");
}

void kripa_csv_write_text(struct kripa_writer *writer, const char *text)
{
    put(writer, text, *text && strchr("=+-@\t\r", *text));
}

static void put_texts(struct kripa_writer *writer, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kripa_write(writer, i ? "," : "");
        kripa_write(writer, texts[i]);
    }
}

static void put_hundredths(struct kripa_writer *writer, int64_t value)
{
    char text[KRIPA_MONEY_TEXT_SIZE];
    kripa_write_raw(writer, text, kripa_money_format(value, text));
}

static void put_id(struct kripa_writer *writer, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    if (!kripa_id_is_zero(id))
        kripa_write(writer, text);
}

/* As JSON has it, without the quotes. */
static void put_time(struct kripa_writer *writer, int64_t time_ms)
{
    struct kripa_writer quoted;
    if (time_ms == 0)
        return;
    kripa_writer_init(&quoted, writer->arena);
    kripa_write_time(&quoted, time_ms);
    if (quoted.failed)
        writer->failed = true;
    else
        kripa_write_raw(writer, quoted.at + 1, quoted.size - 2);
}

void kripa_csv_write_plain(struct kripa_writer *writer, const struct kripa_field *field,
                           const void *record)
{
    const void *at = (const char *)record + field->at;
    const struct kripa_int *optional = at;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        if (*(const char *const *)at)
            kripa_write(writer, *(const char *const *)at);
        return;
    case KRIPA_TYPE_INT:
        kripa_write_int(writer, *(const int64_t *)at);
        return;
    case KRIPA_TYPE_OPT_INT:
        if (optional->set)
            kripa_write_int(writer, optional->value);
        return;
    case KRIPA_TYPE_MONEY:
        put_hundredths(writer, *(const int64_t *)at);
        return;
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        if (optional->set)
            put_hundredths(writer, optional->value);
        return;
    case KRIPA_TYPE_TIME:
        put_time(writer, *(const int64_t *)at);
        return;
    case KRIPA_TYPE_BOOL:
        kripa_write(writer, *(const bool *)at ? "true" : "false");
        return;
    case KRIPA_TYPE_ID:
        put_id(writer, *(const struct kripa_id *)at);
        return;
    case KRIPA_TYPE_ENUM:
        kripa_write(writer, field->names[*(const unsigned *)at]);
        return;
    case KRIPA_TYPE_TEXTS:
        put_texts(writer, *(const char *const *const *)at,
                  *(const size_t *)((const char *)record + field->count_at));
        return;
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_IDS:
        return; /* columns of their own, or none */
    }
}

/* Only texts can need quotes, or begin like a formula. */
void kripa_csv_write_value(struct kripa_writer *writer, const struct kripa_field *field,
                           const void *record)
{
    if (field->type != KRIPA_TYPE_TEXT && field->type != KRIPA_TYPE_TEXTS) {
        kripa_csv_write_plain(writer, field, record);
        return;
    }
    struct kripa_writer text;
    kripa_writer_init(&text, writer->arena);
    kripa_csv_write_plain(&text, field, record);
    if (text.failed)
        writer->failed = true;
    else if (text.size > 0)
        kripa_csv_write_text(writer, text.at);
}

static const struct kripa_schema *inside(const struct kripa_field *field)
{
    bool record = field->type == KRIPA_TYPE_RECORD || field->type == KRIPA_TYPE_OPT_RECORD;
    return record ? field->item : NULL;
}

static void write_names(const struct place *place, const struct kripa_schema *schema)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        char path[PATH_SIZE];
        bool flat = field->flags & KRIPA_FLAT;
        if (!is_shown(schema, field, place->role))
            continue;
        snprintf(path, sizeof path, "%s%s%s", place->before, flat ? "" : field->name,
                 inside(field) && !flat ? "." : "");
        if (inside(field)) {
            struct place deeper = *place;
            deeper.before = path;
            write_names(&deeper, inside(field));
            continue;
        }
        kripa_write(place->writer, *place->first ? "" : ",");
        *place->first = false;
        put(place->writer, path, false);
    }
}

/* Of a record that is absent (NULL) its cells are empty. */
static void write_cells(const struct place *place, const struct kripa_schema *schema,
                        const void *record)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!is_shown(schema, field, place->role))
            continue;
        if (inside(field)) {
            const void *at = record ? (const char *)record + field->at : NULL;
            if (at && field->type == KRIPA_TYPE_OPT_RECORD)
                at = *(const void *const *)at;
            write_cells(place, inside(field), at);
            continue;
        }
        kripa_write(place->writer, *place->first ? "" : ",");
        *place->first = false;
        if (record)
            kripa_csv_write_value(place->writer, field, record);
    }
}

void kripa_csv_write_head(struct kripa_writer *writer, const struct kripa_schema *schema,
                          enum kripa_role role)
{
    bool first = true;
    const struct place place = {writer, role, "", &first};
    kripa_write(writer, KRIPA_BYTE_ORDER_MARK);
    write_names(&place, schema);
    kripa_write(writer, "\r\n");
}

void kripa_csv_write_records(struct kripa_writer *writer, const struct kripa_schema *schema,
                             const void *records, size_t count, enum kripa_role role)
{
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        const struct place place = {writer, role, "", &first};
        write_cells(&place, schema, (const char *)records + i * schema->size);
        kripa_write(writer, "\r\n");
    }
}
