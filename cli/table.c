/* SPDX-License-Identifier: MIT
 * Fitting a table: the widest texts are cut first, then the last columns are left out. */
#include "table.h"

#include <string.h>

#define GAP       2
#define CUT_MIN   20 /* texts are not cut shorter than that to keep a less important column, */
#define CUT_LEAST 8
#define KEPT      4 /* but these first columns are kept */

struct fit {
    size_t widths[TABLE_COLUMNS_MAX];
    size_t count;
};

static void put_blanks(FILE *out, size_t count)
{
    fprintf(out, "%*s", (int)count, "");
}

static struct fit natural(const struct table *table)
{
    struct fit fit = {.count = table->columns_count};
    for (size_t i = 0; i < fit.count; i++) {
        fit.widths[i] = screen_columns(table->columns[i].head);
        for (size_t row = 0; row < table->rows_count; row++) {
            size_t width = screen_columns(table->cells[row * table->columns_count + i].text);
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

/* The widest text that may still be cut, or columns_count. */
static size_t widest(const struct table *table, const struct fit *fit)
{
    size_t best = table->columns_count, least = fit->count > KEPT ? CUT_MIN : CUT_LEAST;
    for (size_t i = 0; i < fit->count; i++) {
        if (table->columns[i].whole || fit->widths[i] <= least)
            continue;
        if (best == table->columns_count || fit->widths[i] > fit->widths[best])
            best = i;
    }
    return best;
}

/* Cutting all texts to the least is not enough for a column that is left out; then the others get
 * their room back. */
static struct fit fit_into(const struct table *table, size_t width)
{
    struct fit whole = natural(table);
    for (;;) {
        struct fit fit = whole;
        while (total(table, &fit) > width) {
            size_t column = widest(table, &fit);
            if (column == table->columns_count)
                break;
            fit.widths[column]--;
        }
        if (total(table, &fit) <= width || fit.count == 1)
            return fit;
        whole.count--;
    }
}

static void put_cell(const struct screen *screen, const char *text, enum tint tint, size_t width,
                     bool right, bool last)
{
    size_t columns = screen_columns(text), bytes = strlen(text);
    bool cut = columns > width;
    if (cut) { /* a wide letter that does not fit whole may leave a column more */
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
        const struct table_column *column = &table->columns[i];
        put_cell(screen, cells ? cells[i].text : column->head, cells ? cells[i].tint : TINT_HEAD,
                 fit->widths[i], column->right, i + 1 == fit->count);
    }
    fputc('\n', screen->out);
}

size_t table_print(const struct screen *screen, const struct table *table)
{
    struct fit fit = screen->width > 0 ? fit_into(table, screen->width) : natural(table);
    put_row(screen, table, &fit, NULL);
    for (size_t row = 0; row < table->rows_count; row++)
        put_row(screen, table, &fit, table->cells + row * table->columns_count);
    return table->columns_count - fit.count;
}
