/* SPDX-License-Identifier: MIT
 * Answers, driven by the field tables: a new row of a record shows without a word here. */
#include "print.h"

#include <stdarg.h>
#include <string.h>

#include "cell.h"
#include "table.h"
#include "view.h"

#define INDENT 2

/* A column of a table: a field, and the records on the way to it ("user.name"). */
struct column {
    const struct kripa_field *outer; /* NULL: the field is the record's own */
    const struct kripa_field *field;
};

static const void *inside(const struct kripa_field *field, const void *record)
{
    const void *at = (const char *)record + field->at;
    return field->type == KRIPA_TYPE_OPT_RECORD ? *(const void *const *)at : at;
}

static bool resolve(const struct kripa_schema *schema, const char *path, enum kripa_role role,
                    struct column *out)
{
    const char *dot = strchr(path, '.');
    if (!dot) {
        out->outer = NULL;
        out->field = cell_field(schema, path, role);
        return out->field != NULL;
    }
    char first[64];
    snprintf(first, sizeof first, "%.*s", (int)(dot - path), path);
    out->outer = cell_field(schema, first, role);
    if (!out->outer)
        return false;
    out->field = cell_field(out->outer->item, dot + 1, role);
    return out->field != NULL;
}

static struct table_column head_of(const struct kripa_field *field, const char *head)
{
    return (struct table_column){head, cell_is_number(field), !cell_is_text(field)};
}

/* The columns of the schema's view that this role may see. */
static size_t viewed(const struct kripa_schema *schema, enum kripa_role role,
                     struct column columns[TABLE_COLUMNS_MAX],
                     struct table_column heads[TABLE_COLUMNS_MAX])
{
    size_t count = 0;
    for (const struct view_column *at = view_of(schema); at && at->path; at++) {
        if (count == TABLE_COLUMNS_MAX || !resolve(schema, at->path, role, &columns[count]))
            continue;
        heads[count] = head_of(columns[count].field, at->head);
        count++;
    }
    return count;
}

/* Without a view: every row that fits in a cell. */
static size_t all_plain(struct session *s, const struct kripa_schema *schema,
                        struct column columns[TABLE_COLUMNS_MAX],
                        struct table_column heads[TABLE_COLUMNS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < schema->count && count < TABLE_COLUMNS_MAX; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (field->type == KRIPA_TYPE_LIST ||
            cell_field(schema, field->name, s->viewer.role) != field)
            continue;
        const char *head = cell_label(&s->arena, field->name);
        columns[count] = (struct column){.field = field};
        heads[count++] = head_of(field, head ? head : "");
    }
    return count;
}

static struct table_cell cell_of(struct session *s, const struct column *column, const void *record)
{
    if (column->outer)
        record = inside(column->outer, record);
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
    struct column columns[TABLE_COLUMNS_MAX];
    struct table_column heads[TABLE_COLUMNS_MAX];
    size_t columns_count = view_of(schema) ? viewed(schema, s->viewer.role, columns, heads)
                                           : all_plain(s, schema, columns, heads);
    struct table_cell *cells =
        kripa_arena_alloc(&s->arena, sizeof *cells, count * columns_count + 1);
    if (!cells)
        return session_no_memory(s);
    for (size_t row = 0; row < count; row++) {
        const void *record = (const char *)records + row * schema->size;
        for (size_t i = 0; i < columns_count; i++) {
            struct table_cell *cell = &cells[row * columns_count + i];
            *cell = cell_of(s, &columns[i], record);
            if (!cell->text)
                return session_no_memory(s);
        }
    }
    struct table table = {heads, columns_count, cells, count, indent};
    size_t left_out = table_print(&s->screen, &table);
    if (left_out > 0 && indent == 0) {
        screen_tint(&s->screen, TINT_DIM);
        fprintf(s->screen.out, "(%zu column%s left out; see --json)", left_out,
                left_out == 1 ? "" : "s");
        screen_untint(&s->screen, TINT_DIM);
        fputc('\n', s->screen.out);
    }
    return flushed(s);
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
    kripa_writer_init(&writer, &s->arena);
    kripa_write_record(&writer, schema, record, s->viewer.role);
    return print_json(s, &writer);
}

/* A value of several lines stands indented below its label. */
static void put_value(FILE *out, const char *text, int label_width)
{
    for (const char *end; (end = strchr(text, '\n')); text = end + 1)
        fprintf(out, "%.*s\n%*s", (int)(end - text), text, label_width + INDENT, "");
    fprintf(out, "%s\n", text);
}

/* The text of a plain row; a text of several lines keeps them. */
static const char *value_of(struct session *s, const struct kripa_field *field, const void *record)
{
    const char *text = cell_text(&s->arena, field, record, s->viewer.role, false);
    if (!text || field->type != KRIPA_TYPE_TEXT || field->form != KRIPA_FORM_TEXT)
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
    put_value(s->screen.out, text, label_width);
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
        size_t size = strlen(schema->fields[i].name) + 2; /* room for the blanks of a label */
        width = size > width ? size : width;
    }
    return (int)width;
}

/* Plain rows first, lists as tables below them. */
enum kripa_status print_record(struct session *s, const struct kripa_schema *schema,
                               const void *record)
{
    if (s->options->json)
        return record_json(s, schema, record);
    int width = widest_label(schema);
    for (int lists = 0; lists < 2; lists++) {
        for (size_t i = 0; i < schema->count; i++) {
            const struct kripa_field *field = &schema->fields[i];
            if (cell_field(schema, field->name, s->viewer.role) != field ||
                (field->type == KRIPA_TYPE_LIST) != (lists == 1))
                continue;
            enum kripa_status status =
                lists ? put_list(s, field, record) : put_row(s, field, record, width);
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
    kripa_writer_init(&writer, &s->arena);
    if (page)
        kripa_write(&writer, "{\"items\":");
    kripa_write_records(&writer, schema, records, count, s->viewer.role);
    if (page)
        write_meta(&writer, page);
    return print_json(s, &writer);
}

enum kripa_status print_list(struct session *s, const struct kripa_schema *schema,
                             const void *records, size_t count, const struct kripa_page *page)
{
    if (s->options->json)
        return list_json(s, schema, records, count, page);
    if (count == 0)
        return print_sentence(s, "None.");
    enum kripa_status status = print_table(s, schema, records, count, 0);
    if (status != KRIPA_OK || page->total <= (int64_t)count)
        return status;
    return print_sentence(s, "%zu of %lld; more: --limit, --page", count, (long long)page->total);
}

enum kripa_status print_array(struct session *s, const struct kripa_schema *schema,
                              const void *records, size_t count)
{
    if (s->options->json)
        return list_json(s, schema, records, count, NULL);
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
    if (s->options->json)
        return record_json(s, schema, record);
    va_list arguments;
    va_start(arguments, format);
    enum kripa_status status = put_sentence(s, format, arguments);
    va_end(arguments);
    return status;
}

enum kripa_status print_sentence(struct session *s, const char *format, ...)
{
    if (s->options->json)
        return KRIPA_OK;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(s->screen.out, format, arguments);
    va_end(arguments);
    fputc('\n', s->screen.out);
    return flushed(s);
}
