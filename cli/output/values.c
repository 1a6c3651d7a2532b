/* SPDX-License-Identifier: MIT
 * Separated values: CSV as the API writes it (kripa/sys/csv.h), and TSV, in which blanks replace
 * what would end a cell or a line. */
#include "internal.h"

#include <kripa/sys/csv.h>

static bool is_csv(const struct session *s)
{
    return s->options->layout == LAYOUT_CSV;
}

/* --fields may choose what has no cell in CSV: it is shown as in a table. */
static bool has_no_cell(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_IDS:
        return true;
    default:
        return false;
    }
}

static void write_value(struct session *s, struct kripa_writer *line, const struct column *column,
                        const void *record)
{
    const void *at = column_record(column, record);
    const char *text = "";
    if (at && !has_no_cell(column->field)) {
        is_csv(s) ? kripa_csv_write_value(line, column->field, at)
                  : kripa_csv_write_plain(line, column->field, at);
        return;
    }
    if (at)
        text = cell_text(&s->arena, column->field, at, s->viewer.role, false);
    if (!text)
        line->failed = true;
    else if (is_csv(s))
        kripa_csv_write_text(line, text);
    else
        kripa_write(line, text);
}

/* The headings (`record` NULL), or a record's values. */
static enum kripa_status print_line(struct session *s, const struct columns *columns,
                                    const void *record)
{
    struct kripa_writer line;
    kripa_writer_init(&line, &s->arena);
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            kripa_write(&line, is_csv(s) ? "," : "\t");
        size_t from = line.size;
        if (record)
            write_value(s, &line, &columns->at[i], record);
        else
            kripa_write(&line, columns->at[i].path);
        for (char *at = line.at + from; !is_csv(s) && !line.failed && at < line.at + line.size;
             at++)
            if ((unsigned char)*at < ' ' || *at == 0x7f)
                *at = ' ';
    }
    kripa_write(&line, is_csv(s) ? "\r\n" : "\n");
    if (line.failed)
        return session_no_memory(s);
    fwrite(line.at, 1, line.size, s->screen.out);
    return KRIPA_OK;
}

enum kripa_status values_print(struct session *s, const struct kripa_schema *schema,
                               const void *records, size_t count)
{
    struct columns columns;
    enum kripa_status status = columns_for_programs(s, schema, &columns);
    if (status == KRIPA_OK && s->records_printed == 0) {
        fputs(is_csv(s) ? KRIPA_BYTE_ORDER_MARK : "", s->screen.out);
        status = print_line(s, &columns, NULL);
    }
    s->records_printed += count;
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        status = print_line(s, &columns, (const char *)records + i * schema->size);
    return status;
}
