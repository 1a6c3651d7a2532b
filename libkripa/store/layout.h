/* SPDX-License-Identifier: MIT
 * Field tables as columns: a plan is a record as a flat list of columns, and a table unites the
 * plans of one collection. */
#ifndef KP_LAYOUT_H
#define KP_LAYOUT_H

#include <stdatomic.h>

#include <kripa/sys/store.h>

/* One stored value of a record. The fields of an embedded record are columns
 * ("shippingAddress.city"); a list, or an embedded record that may be absent, is one column of JSON
 * whose keys are the column names of its items' plan. */
struct kp_column {
    const char *path;   /* as conditions and errors name it: "shippingAddress.city" */
    const char *stored; /* the same in stored names, where these differ */
    const char *name;   /* with the unit: "price_paise" */
    const struct kripa_field *field;
    size_t at, count_at;   /* offsets in the whole record, */
    size_t record_size;    /* which has this size */
    struct kp_plan *items; /* for LIST and OPT_RECORD */
    const char
        *index_table;    /* the index table of its values: for TEXTS, IDS and columns of items */
    unsigned char index; /* position in its plan */
    bool json;           /* stored as JSON: TEXTS, IDS, LIST, OPT_RECORD */
    bool list;           /* TEXTS, IDS, LIST */
    /* may be absent; otherwise a missing value counts as 0, or the first name */
    bool absent;
};
/* A name of a column: its path, or the path as it is stored. */
struct kp_column_name {
    const char *name;
    const struct kp_column *column;
};
struct kp_plan {
    const struct kripa_schema *schema;
    struct kp_column *columns;
    size_t count;
    struct kp_column_name *names; /* in the order of strcmp: records of counters have many */
    size_t names_count;
    struct kp_table *table; /* NULL for the items of a list */
    unsigned char index;    /* position in its layout */
};
/* The values of an indexed list, each with the record that it belongs to. `item` is the column in
 * the elements' plan; NULL: the values are the elements. */
struct kp_index_table {
    const char *name;
    const struct kp_column *column, *item;
};
struct kp_table {
    const char *name;
    const struct kp_column **columns; /* of all its plans together */
    size_t columns_count;
    struct kp_index_table *index_tables;
    size_t index_tables_count;
    atomic_ullong touched; /* the number of commits by this process that wrote to it */
};
struct kp_layout {
    struct kp_plan *plans; /* one for each stored schema */
    size_t plans_count;
    struct kp_table *tables;
    size_t tables_count;
};

#define KP_PLANS_MAX   200
#define KP_COLUMNS_MAX 200
#define KP_ITEMS_DEPTH 8

/* Makes a layout in the arena. INTERNAL when two tables of a collection disagree. */
enum kripa_status kp_layout_make(struct kp_layout *layout,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_arena *arena, struct kripa_error *err);
/* NULL when no table has that name. */
struct kp_table *kp_layout_table(const struct kp_layout *layout, const char *name);
/* INVALID when this store does not have the schema. */
enum kripa_status kp_plan_find(const struct kp_layout *layout, const struct kripa_schema *schema,
                               const struct kp_plan **out, struct kripa_error *err);

/* Counts a commit for each table that the change wrote to, when others can see it already. */
void kp_layout_touch(struct kp_layout *layout, const struct kripa_change *change);

/* The meaning of a name: one column, all columns of an embedded record, or a member of a list's
 * items. */
struct kp_name {
    const struct kp_column *column; /* NULL: there is no such field */
    size_t count;                   /* the number of columns, which are adjacent */
    const struct kp_column *item;   /* of "cart.qty": the column qty of the items of column cart */
};
struct kp_name kp_plan_name(const struct kp_plan *plan, const char *name);
/* Finds a name in any schema of the collection; *position, from 1, says in which. The items of a
 * list have no table, and this finds nothing. */
struct kp_name kp_table_name(const struct kp_table *table, const char *name,
                             unsigned char *position);

/* The member that identifies an element of a list; NULL: the elements are values, or have no id. */
const struct kp_column *kp_column_key(const struct kp_column *column);
/* Whether it is money or a rate: a number of hundredths, which other programs may store with more
 * digits. */
bool kp_column_is_hundredths(const struct kp_column *column);
/* Its SQL type: "TEXT", "INTEGER". */
const char *kp_column_type(const struct kp_column *column);
#endif
