/* SPDX-License-Identifier: MIT
 * Pages: limits, cursors, and memory for records. */
#include "page.h"

#include <string.h>

#include "scalar.h"

#define FIRST_CAPACITY 32

enum kripa_status kp_page_sort(const struct kp_plan *plan, const char *sort,
                               const struct kp_column **out, struct kripa_error *err)
{
    *out = NULL;
    if (!sort || strcmp(sort, "_id") == 0)
        return KRIPA_OK;
    struct kp_name name = kp_plan_name(plan, sort);
    if (!name.column || name.item || name.count > 1 || name.column->json)
        return kripa_fail(err, KRIPA_INVALID, "%s can't be sorted by %s", plan->schema->name, sort);
    *out = name.column;
    return KRIPA_OK;
}

enum kripa_status kp_page_check(struct kp_page *page)
{
    const struct kripa_query *query = page->query;
    if (query->limit < 0 || query->skip < 0 || (query->skip > 0 && query->after.size > 0))
        return kripa_fail(page->err, KRIPA_INVALID, "no such page");
    page->limit = query->limit ? (size_t)query->limit : KRIPA_PAGE_LIMIT_MAX;
    if (query->after.size == 0)
        return KRIPA_OK;
    return kp_cursor_read(query, page->arena, &page->cursor, page->err);
}

/* The array grows by doubling. */
void *kp_page_place(struct kp_page *page)
{
    struct kripa_rows *rows = page->rows;
    size_t size = page->plan->schema->size;
    if (rows->count == page->capacity) {
        size_t capacity = page->capacity ? page->capacity * 2 : FIRST_CAPACITY;
        if (capacity > page->limit)
            capacity = page->limit;
        char *larger = kripa_arena_alloc(page->arena, size, capacity);
        if (!larger)
            return NULL;
        if (rows->count)
            memcpy(larger, rows->at, size * rows->count);
        rows->at = larger;
        page->capacity = capacity;
    }
    return (char *)rows->at + size * rows->count;
}

enum kripa_status kp_page_finish(struct kp_page *page, struct kripa_arena *scratch)
{
    static const enum kp_cursor_kind kinds[] = {
        [KP_NULL] = KP_CURSOR_ABSENT, [KP_INT] = KP_CURSOR_INT, [KP_TEXT] = KP_CURSOR_TEXT};
    if (!page->more)
        return KRIPA_OK;
    const struct kp_plan *plan = page->plan;
    const char *last = (const char *)page->rows->at + plan->schema->size * (page->rows->count - 1);
    struct kp_cursor cursor = {.kind = KP_CURSOR_ABSENT};
    memcpy(&cursor.id, last + plan->columns[0].at, sizeof cursor.id);
    if (page->sort) {
        struct kp_scalar value;
        enum kripa_status status =
            kp_scalar_of_record(page->sort, last, scratch, &value, page->err);
        if (status != KRIPA_OK)
            return status;
        cursor.kind = kinds[value.kind];
        cursor.number = value.number;
        cursor.text = value.text;
        cursor.size = value.size;
    }
    return kp_cursor_write(page->query, &cursor, page->rows->next, page->err);
}
