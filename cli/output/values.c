/* SPDX-License-Identifier: MIT
 * Separated values. In CSV a ' is put before a text that a spreadsheet would take for a formula; in
 * TSV, blanks replace what would end a cell or a line. */
#include "internal.h"

#include <string.h>

#include <kripa/sys/json.h>

static bool is_text(const struct kripa_field *field)
{
    return field->type == KRIPA_TYPE_TEXT || field->type == KRIPA_TYPE_TEXTS;
}

static bool looks_like_a_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text);
}

static void put_csv(FILE *out, const char *text, bool is_formula)
{
    bool quoted = text[strcspn(text, ",\"\r\n")] != '\0';
    if (quoted)
        fputc('"', out);
    if (is_formula)
        fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    if (quoted)
        fputc('"', out);
}

static void put_tsv(FILE *out, const char *text)
{
    for (; *text; text++)
        fputc((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text, out);
}

static void put(struct session *s, const char *text, bool of_text, bool last)
{
    bool csv = s->options->layout == LAYOUT_CSV;
    FILE *out = s->screen.out;
    if (csv)
        put_csv(out, text, of_text && looks_like_a_formula(text));
    else
        put_tsv(out, text);
    fputs(!last ? csv ? "," : "\t" : csv ? "\r\n" : "\n", out);
}

static const char *cell_of(struct session *s, const struct column *column, const void *record)
{
    const void *at = column_record(column, record);
    return at ? cell_value(&s->arena, column->field, at, s->viewer.role) : "";
}

enum kripa_status values_print(struct session *s, const struct kripa_schema *schema,
                               const void *records, size_t count)
{
    struct columns columns;
    enum kripa_status status = columns_for_programs(s, schema, &columns);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < columns.count && s->records_printed == 0; i++)
        put(s, columns.at[i].path, false, i + 1 == columns.count);
    s->records_printed += count;
    for (size_t row = 0; row < count; row++) {
        for (size_t i = 0; i < columns.count; i++) {
            const struct column *column = &columns.at[i];
            const char *text = cell_of(s, column, (const char *)records + row * schema->size);
            if (!text)
                return session_no_memory(s);
            put(s, text, is_text(column->field), i + 1 == columns.count);
        }
    }
    return KRIPA_OK;
}
