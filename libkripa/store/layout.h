/* SPDX-License-Identifier: MIT
 * Field tables as columns: a record flattened into a plan, the plans of one collection united in a
 * table. */
#ifndef KP_LAYOUT_H
#define KP_LAYOUT_H

#include <stdatomic.h>

#include <kripa/sys/store.h>

/* One stored value of a record. A record in place gives its own columns ("shippingAddress.city");
 * lists and records that may be absent are one column of JSON, whose keys are the column names of
 * their items' plan. */
struct kp_column {
    const char *path;   /* as conditions and errors name it: "shippingAddress.city" */
    const char *stored; /* the same in stored names, where these differ */
    const char *name;   /* with the unit: "price_paise" */
    const struct kripa_field *field;
    size_t at, count_at;   /* in the whole record, */
    size_t record_size;    /* which is this large */
    struct kp_plan *items; /* of LIST and OPT_RECORD */
    const char
        *index_table; /* the index table of its values: of TEXTS and IDS, and of columns of items */
    unsigned char index; /* in its plan */
    bool json;           /* TEXTS, IDS, LIST, OPT_RECORD: kept as JSON */
    bool list;           /* TEXTS, IDS, LIST */
    bool absent;         /* may be; else it is 0, or the first name, where nothing was said */
};
struct kp_plan {
    const struct kripa_schema *schema;
    struct kp_column *columns;
    size_t count;
    struct kp_table *table; /* NULL: a list's items */
    unsigned char index;    /* in its layout */
};
/* An indexed list's values, each with the row it is in. `item` is the column of an element's plan,
 * NULL: the values are the elements. */
struct kp_index_table {
    const char *name;
    const struct kp_column *column, *item;
};
struct kp_table {
    const char *name;
    const struct kp_column **columns; /* the union of its plans' */
    size_t columns_count;
    struct kp_index_table *index_tables;
    size_t index_tables_count;
    atomic_ullong touched; /* how often this process committed to it */
};
struct kp_layout {
    struct kp_plan *plans; /* one a stored schema */
    size_t plans_count;
    struct kp_table *tables;
    size_t tables_count;
};

#define KP_PLANS_MAX   200
#define KP_COLUMNS_MAX 200
#define KP_ITEMS_DEPTH 8

/* Everything of the layout is in the arena. INTERNAL when two tables of a collection disagree. */
enum kripa_status kp_layout_make(struct kp_layout *layout,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_arena *arena, struct kripa_error *err);
/* NULL: there is none of that name. */
struct kp_table *kp_layout_table(const struct kp_layout *layout, const char *name);
/* INVALID when the schema is not stored here. */
enum kripa_status kp_plan_find(const struct kp_layout *layout, const struct kripa_schema *schema,
                               const struct kp_plan **out, struct kripa_error *err);

/* Counts a commit on each table the change wrote to; after it can be seen. */
void kp_layout_touch(struct kp_layout *layout, const struct kripa_change *change);

/* What a name stands for: one column, all the columns of a record in place, or a member of a list's
 * items. */
struct kp_name {
    const struct kp_column *column; /* NULL: there is no such field */
    size_t count;                   /* columns, this one and those behind it */
    const struct kp_column *item;   /* "cart.qty": qty, in the items of column cart */
};
struct kp_name kp_plan_name(const struct kp_plan *plan, const char *name);
/* A column that any schema of the collection has; *position tells them apart, from 1. NULL for a
 * list's items: none. */
struct kp_name kp_table_name(const struct kp_table *table, const char *name,
                             unsigned char *position);

/* The member that names an element of a list; NULL: the elements are values, or have no name. */
const struct kp_column *kp_column_key(const struct kp_column *column);
/* Money and rates: a number of hundredths, which others may keep with more digits. */
bool kp_column_is_hundredths(const struct kp_column *column);
/* "TEXT", "INTEGER". */
const char *kp_column_type(const struct kp_column *column);
#endif
