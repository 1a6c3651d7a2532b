/* SPDX-License-Identifier: MIT
 * Prints records by their field tables: a new field is shown without a change here. */
#include "print.h"

#include <stdarg.h>
#include <string.h>

#include "internal.h"

#define INDENT    2
#define VALUE_MIN 16 /* in fewer columns the terminal breaks the lines */

static struct table_cell cell_of(struct session *s, const struct column *column, const void *record)
{
    record = column_record(column, record);
    if (!record)
        return (struct table_cell){.text = ""};
    return (struct table_cell){
        .text = cell_text(&s->arena, column->field, record, s->viewer.role, true),
        .tint = cell_tint(column->field, record)};
}

static enum kripa_status flushed(struct session *s)
{
    if (fflush(s->screen.out) == 0 && !ferror(s->screen.out))
        return KRIPA_OK;
    return kripa_fail(&s->error, KRIPA_INTERNAL, "the output can't be written");
}

enum kripa_status print_table(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count, size_t indent)
{
    struct columns columns;
    struct table_column heads[COLUMNS_MAX];
    enum kripa_status status = columns_for_people(s, schema, &columns);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < columns.count; i++) {
        const struct kripa_field *field = columns.at[i].field;
        heads[i] =
            (struct table_column){columns.at[i].head, cell_is_number(field), !cell_is_text(field)};
    }
    struct table_cell *cells =
        kripa_arena_alloc(&s->arena, sizeof *cells, count * columns.count + 1);
    if (!cells)
        return session_no_memory(s);
    for (size_t i = 0; i < count * columns.count; i++) {
        const void *record = (const char *)records + i / columns.count * schema->size;
        cells[i] = cell_of(s, &columns.at[i % columns.count], record);
        if (!cells[i].text)
            return session_no_memory(s);
    }
    struct table table = {heads, columns.count, cells, count, indent, columns.chosen};
    size_t left_out = table_print(&s->screen, &table);
    status = flushed(s);
    if (status != KRIPA_OK || left_out == 0 || indent > 0)
        return status;
    return print_note(s, "(%zu column%s left out: --fields, --json)", left_out,
                      left_out == 1 ? "" : "s");
}

enum kripa_status print_json(struct session *s, const struct kripa_writer *writer)
{
    if (writer->failed)
        return session_no_memory(s);
    fwrite(writer->at, 1, writer->size, s->screen.out);
    fputc('\n', s->screen.out);
    return flushed(s);
}

static enum kripa_status record_json(struct session *s, const struct kripa_schema *schema,
                                     const void *record)
{
    struct kripa_writer writer;
    enum kripa_status status = columns_schema(s, schema, &schema);
    if (status != KRIPA_OK)
        return status;
    kripa_writer_init(&writer, &s->arena);
    if (s->many)
        kripa_write(&writer, s->records_printed > 0 ? "," : "[");
    kripa_write_record(&writer, schema, record, s->viewer.role);
    s->records_printed++;
    return print_json(s, &writer);
}

enum kripa_status print_many_end(struct session *s)
{
    if (!s->options->json)
        return KRIPA_OK;
    fputs(s->records_printed > 0 ? "]\n" : "[]\n", s->screen.out);
    return flushed(s);
}

/* True when the record was printed for programs. */
static bool for_programs(struct session *s, const struct kripa_schema *schema, const void *records,
                         size_t count, enum kripa_status *status)
{
    if (s->options->layout != LAYOUT_CSV && s->options->layout != LAYOUT_TSV)
        return false;
    *status = values_print(s, schema, records, count);
    if (*status == KRIPA_OK)
        *status = flushed(s);
    return true;
}

/* How many bytes of `text`, which ends at `end`, go on one line: up to the last blank that fits. */
static size_t fitting(const char *text, const char *end, size_t width)
{
    size_t fits = screen_fit(text, width), size = (size_t)(end - text);
    if (width == 0 || fits >= size)
        return size;
    for (size_t at = fits; at > 0; at--) {
        if (text[at] == ' ')
            return at;
    }
    return fits > 0 ? fits : size; /* a single word may be longer than a line */
}

/* A value that needs several lines is indented below its label. */
static void put_value(const struct screen *screen, const char *text, int label_width)
{
    size_t indent = (size_t)label_width + INDENT;
    size_t width = screen->width > indent + VALUE_MIN ? screen->width - indent : 0;
    for (const char *line = text;; line++) {
        const char *end = line + strcspn(line, "\n");
        for (size_t size; (size = fitting(line, end, width)) < (size_t)(end - line);) {
            fprintf(screen->out, "%.*s\n%*s", (int)size, line, (int)indent, "");
            line += size + (line[size] == ' ');
        }
        fprintf(screen->out, "%.*s\n", (int)(end - line), line);
        line = end;
        if (!*line)
            return;
        fprintf(screen->out, "%*s", (int)indent, "");
    }
}

/* The text of a plain field, with its line feeds. */
static const char *value_of(struct session *s, const struct kripa_field *field, const void *record)
{
    const char *text = cell_text(&s->arena, field, record, s->viewer.role, false);
    if (!text || field->type != KRIPA_TYPE_TEXT || field->format != KRIPA_FORMAT_TEXT)
        return text;
    char *kept = (char *)(uintptr_t)text;
    const char *raw = *(const char *const *)((const char *)record + field->at);
    for (size_t i = 0; raw && raw[i] && kept[i]; i++) {
        if (raw[i] == '\n')
            kept[i] = '\n';
    }
    return kept;
}

static enum kripa_status put_row(struct session *s, const struct kripa_field *field,
                                 const void *record, int label_width)
{
    const char *label = cell_label(&s->arena, field->name), *text = value_of(s, field, record);
    if (!label || !text)
        return session_no_memory(s);
    if (!*text)
        return KRIPA_OK;
    screen_tint(&s->screen, TINT_HEAD);
    fprintf(s->screen.out, "%-*s", label_width + INDENT, label);
    screen_untint(&s->screen, TINT_HEAD);
    enum tint tint = cell_tint(field, record);
    screen_tint(&s->screen, tint);
    put_value(&s->screen, text, label_width);
    screen_untint(&s->screen, tint);
    return KRIPA_OK;
}

static enum kripa_status put_list(struct session *s, const struct kripa_field *field,
                                  const void *record)
{
    const void *at = *(const void *const *)((const char *)record + field->at);
    size_t count = *(const size_t *)((const char *)record + field->count_at);
    const char *label = cell_label(&s->arena, field->name);
    if (!label)
        return session_no_memory(s);
    if (count == 0)
        return KRIPA_OK;
    screen_tint(&s->screen, TINT_HEAD);
    fputs(label, s->screen.out);
    screen_untint(&s->screen, TINT_HEAD);
    fputc('\n', s->screen.out);
    return print_table(s, field->item, at, count, INDENT);
}

static int widest_label(const struct kripa_schema *schema)
{
    size_t width = 0;
    for (size_t i = 0; i < schema->count; i++) {
        size_t size = strlen(schema->fields[i].name) + 2; /* with blanks to be added to the label */
        width = size > width ? size : width;
    }
    return (int)width;
}

/* Plain fields come first, and lists as tables below. */
enum kripa_status print_record(struct session *s, const struct kripa_schema *schema,
                               const void *record)
{
    enum kripa_status status;
    if (s->options->json)
        return record_json(s, schema, record);
    if (for_programs(s, schema, record, 1, &status))
        return status;
    if (s->options->fields)
        return print_table(s, schema, record, 1, 0);
    int width = widest_label(schema);
    for (int lists = 0; lists < 2; lists++) {
        for (size_t i = 0; i < schema->count; i++) {
            const struct kripa_field *field = &schema->fields[i];
            if (cell_field(schema, field->name, s->viewer.role) != field ||
                (field->type == KRIPA_TYPE_LIST) != (lists == 1))
                continue;
            status = lists ? put_list(s, field, record) : put_row(s, field, record, width);
            if (status != KRIPA_OK)
                return status;
        }
    }
    return flushed(s);
}

static void write_meta(struct kripa_writer *writer, const struct kripa_page *page)
{
    int64_t pages = page->limit > 0 ? (page->total + page->limit - 1) / page->limit : 0;
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"\"page\":", page->page},
                   {",\"limit\":", page->limit},
                   {",\"total\":", page->total},
                   {",\"pages\":", pages}};
    kripa_write(writer, ",\"meta\":{");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        kripa_write(writer, numbers[i].name);
        kripa_write_int(writer, numbers[i].value);
    }
    kripa_write(writer, ",\"next\":");
    kripa_write_text(writer, *page->next ? page->next : NULL);
    kripa_write(writer, "}}");
}

static enum kripa_status list_json(struct session *s, const struct kripa_schema *schema,
                                   const void *records, size_t count, const struct kripa_page *page)
{
    struct kripa_writer writer;
    enum kripa_status status = columns_schema(s, schema, &schema);
    if (status != KRIPA_OK)
        return status;
    kripa_writer_init(&writer, &s->arena);
    if (page)
        kripa_write(&writer, "{\"items\":");
    kripa_write_records(&writer, schema, records, count, s->viewer.role);
    if (page)
        write_meta(&writer, page);
    return print_json(s, &writer);
}

/* That there is more of a list is said on standard error, so that the list can be piped. */
enum kripa_status print_list(struct session *s, const struct kripa_schema *schema,
                             const void *records, size_t count, const struct kripa_page *page)
{
    if (s->options->json)
        return list_json(s, schema, records, count, page);
    enum kripa_status status = print_array(s, schema, records, count);
    if (status != KRIPA_OK || count == 0 || page->total <= (int64_t)count)
        return status;
    return print_note(s, "%zu of %lld; more: --limit, --page", count, (long long)page->total);
}

enum kripa_status print_array(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count)
{
    enum kripa_status status;
    if (s->options->json)
        return list_json(s, schema, records, count, NULL);
    if (for_programs(s, schema, records, count, &status))
        return status;
    return count == 0 ? print_sentence(s, "None.") : print_table(s, schema, records, count, 0);
}

static enum kripa_status put_sentence(struct session *s, const char *format, va_list arguments)
{
    vfprintf(s->screen.out, format, arguments);
    fputs(s->options->dry_run ? " (dry run: nothing was changed)\n" : "\n", s->screen.out);
    return flushed(s);
}

enum kripa_status print_outcome(struct session *s, const struct kripa_schema *schema,
                                const void *record, const char *format, ...)
{
    enum kripa_status status;
    if (s->options->json)
        return record_json(s, schema, record);
    if (for_programs(s, schema, record, 1, &status))
        return status;
    va_list arguments;
    va_start(arguments, format);
    status = put_sentence(s, format, arguments);
    va_end(arguments);
    return status;
}

static void put_line(FILE *to, const char *format, va_list arguments)
{
    vfprintf(to, format, arguments);
    fputc('\n', to);
}

/* among separated values it would be taken for one of them */
enum kripa_status print_sentence(struct session *s, const char *format, ...)
{
    if (s->options->json)
        return KRIPA_OK;
    va_list arguments;
    va_start(arguments, format);
    put_line(s->options->layout == LAYOUT_TABLE ? s->screen.out : stderr, format, arguments);
    va_end(arguments);
    return flushed(s);
}

enum kripa_status print_note(struct session *s, const char *format, ...)
{
    if (s->options->json)
        return KRIPA_OK;
    va_list arguments;
    va_start(arguments, format);
    put_line(stderr, format, arguments);
    va_end(arguments);
    return KRIPA_OK;
}
