/* SPDX-License-Identifier: MIT
 * Fits a table to the screen: empty columns are left out first, then the widest texts are cut, then
 * the last columns are left out. */
#include "internal.h"

#include <string.h>

#define GAP       2
#define CUT_MIN   20 /* texts are not cut to less for the sake of a less important column */
#define CUT_LEAST 8
#define KEPT      5 /* but these first columns are kept */

struct fit {
    size_t at[TABLE_COLUMNS_MAX]; /* the columns that are left */
    size_t widths[TABLE_COLUMNS_MAX];
    size_t count;
};

static void put_blanks(FILE *out, size_t count)
{
    fprintf(out, "%*s", (int)count, "");
}

static const char *text_at(const struct table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns_count + column].text;
}

static struct fit natural(const struct table *table)
{
    struct fit fit = {.count = table->columns_count};
    for (size_t i = 0; i < fit.count; i++) {
        fit.at[i] = i;
        fit.widths[i] = screen_columns(table->columns[i].head);
        for (size_t row = 0; row < table->rows_count; row++) {
            size_t width = screen_columns(text_at(table, row, i));
            if (width > fit.widths[i])
                fit.widths[i] = width;
        }
    }
    return fit;
}

static size_t total(const struct table *table, const struct fit *fit)
{
    size_t sum = table->indent + GAP * (fit->count - 1);
    for (size_t i = 0; i < fit->count; i++)
        sum += fit->widths[i];
    return sum;
}

static void leave_out(struct fit *fit, size_t i)
{
    fit->count--;
    memmove(&fit->at[i], &fit->at[i + 1], (fit->count - i) * sizeof *fit->at);
    memmove(&fit->widths[i], &fit->widths[i + 1], (fit->count - i) * sizeof *fit->widths);
}

static bool is_empty(const struct table *table, size_t column)
{
    for (size_t row = 0; row < table->rows_count; row++) {
        if (*text_at(table, row, column))
            return false;
    }
    return true;
}

/* Leaves out the last ones first, and no more than needed. */
static void leave_out_empty(const struct table *table, size_t width, struct fit *fit)
{
    for (size_t i = fit->count; i-- > 0 && total(table, fit) > width;) {
        if (fit->count > 1 && is_empty(table, fit->at[i]))
            leave_out(fit, i);
    }
}

/* The column with the widest text that may still be cut, or columns_count. */
static size_t widest(const struct table *table, const struct fit *fit)
{
    size_t best = table->columns_count, least = fit->count > KEPT ? CUT_MIN : CUT_LEAST;
    for (size_t i = 0; i < fit->count; i++) {
        if (table->columns[fit->at[i]].whole || fit->widths[i] <= least)
            continue;
        if (best == table->columns_count || fit->widths[i] > fit->widths[best])
            best = i;
    }
    return best;
}

/* If even cutting all texts is not enough, a column is left out, and the others get its space. */
static struct fit fit_into(const struct table *table, size_t width)
{
    struct fit whole = natural(table);
    if (!table->whole)
        leave_out_empty(table, width, &whole);
    for (;;) {
        struct fit fit = whole;
        while (total(table, &fit) > width) {
            size_t column = widest(table, &fit);
            if (column == table->columns_count)
                break;
            fit.widths[column]--;
        }
        if (total(table, &fit) <= width || fit.count == 1 || table->whole)
            return fit;
        leave_out(&whole, whole.count - 1);
    }
}

static void put_cell(const struct screen *screen, const char *text, enum tint tint, size_t width,
                     bool right, bool last)
{
    size_t columns = screen_columns(text), bytes = strlen(text);
    bool cut = columns > width;
    if (cut) { /* a wide letter that does not fit may leave one column unused */
        bytes = screen_fit(text, width - 1);
        columns = columns - screen_columns(text + bytes) + 1;
    }
    if (right)
        put_blanks(screen->out, width - columns);
    screen_tint(screen, tint);
    fprintf(screen->out, "%.*s%s", (int)bytes, text, cut ? "…" : "");
    screen_untint(screen, tint);
    if (!last)
        put_blanks(screen->out, (right ? 0 : width - columns) + GAP);
}

static void put_row(const struct screen *screen, const struct table *table, const struct fit *fit,
                    const struct table_cell *cells)
{
    put_blanks(screen->out, table->indent);
    for (size_t i = 0; i < fit->count; i++) {
        const struct table_column *column = &table->columns[fit->at[i]];
        const struct table_cell *cell = cells ? &cells[fit->at[i]] : NULL;
        put_cell(screen, cell ? cell->text : column->head, cell ? cell->tint : TINT_HEAD,
                 fit->widths[i], column->right, i + 1 == fit->count);
    }
    fputc('\n', screen->out);
}

size_t table_print(const struct screen *screen, const struct table *table)
{
    struct fit fit = screen->width > 0 ? fit_into(table, screen->width) : natural(table);
    bool shown[TABLE_COLUMNS_MAX] = {false};
    size_t left_out = 0;
    put_row(screen, table, &fit, NULL);
    for (size_t row = 0; row < table->rows_count; row++)
        put_row(screen, table, &fit, table->cells + row * table->columns_count);
    for (size_t i = 0; i < fit.count; i++)
        shown[fit.at[i]] = true;
    for (size_t i = 0; i < table->columns_count; i++)
        left_out += !shown[i] && !is_empty(table, i);
    return left_out;
}
