/* SPDX-License-Identifier: MIT
 * Which operators apply to what, and whether a record meets a condition. */
#include "condition.h"
#include "scalar.h"

#include <string.h>

static const struct rule {
    unsigned takes;        /* kinds of names that it applies to */
    bool many, none, text; /* takes many values; takes none; only texts */
} rules[] = {
    [KRIPA_EQ] = {KP_NAME_SCALAR},
    [KRIPA_NE] = {KP_NAME_SCALAR},
    [KRIPA_LT] = {KP_NAME_SCALAR},
    [KRIPA_LE] = {KP_NAME_SCALAR},
    [KRIPA_GT] = {KP_NAME_SCALAR},
    [KRIPA_GE] = {KP_NAME_SCALAR},
    [KRIPA_IN] = {KP_NAME_SCALAR, .many = true},
    [KRIPA_PREFIX] = {KP_NAME_SCALAR | KP_NAME_LIST | KP_NAME_MEMBER, .text = true},
    [KRIPA_HAS] = {KP_NAME_LIST | KP_NAME_MEMBER, .many = true},
    [KRIPA_ABSENT] = {KP_NAME_SCALAR | KP_NAME_LIST | KP_NAME_OBJECT, .none = true},
    [KRIPA_UNCHANGED] = {KP_NAME_SCALAR | KP_NAME_LIST | KP_NAME_OBJECT | KP_NAME_GROUP},
};

enum kp_name_kind kp_name_kind(const struct kp_name *name)
{
    if (name->item)
        return KP_NAME_MEMBER;
    if (name->count > 1)
        return KP_NAME_GROUP;
    if (name->column->field->type == KRIPA_TYPE_OPT_RECORD)
        return KP_NAME_OBJECT;
    if (name->column->list)
        return name->column->items ? KP_NAME_OBJECT : KP_NAME_LIST;
    return KP_NAME_SCALAR;
}

const struct kp_column *kp_name_compared(const struct kp_name *name)
{
    return name->item ? name->item : name->column;
}

bool kp_condition_many(enum kripa_op op)
{
    return rules[op].many;
}

enum kripa_status kp_conditions_count(size_t count, struct kripa_error *err)
{
    if (count <= KP_CONDS_MAX)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_INVALID, "more than %d conditions", KP_CONDS_MAX);
}

static bool is_text(const struct kp_column *column)
{
    return column->field->type == KRIPA_TYPE_TEXT || column->field->type == KRIPA_TYPE_TEXTS;
}

enum kripa_status kp_condition_resolve(const struct kp_plan *plan, const struct kripa_cond *cond,
                                       struct kp_name *name, unsigned char *elsewhere,
                                       struct kripa_error *err)
{
    *elsewhere = 0;
    *name = kp_plan_name(plan, cond->field);
    if (!name->column && cond->op != KRIPA_UNCHANGED)
        *name = kp_table_name(plan->table, cond->field, elsewhere);
    if (!name->column)
        return kripa_fail(err, KRIPA_INVALID, "%s has no stored field %s", plan->schema->name,
                          cond->field);
    if ((unsigned)cond->op >= sizeof rules / sizeof *rules)
        return kripa_fail(err, KRIPA_INVALID, "%s: no such operator", cond->field);
    const struct rule *rule = &rules[cond->op];
    if (!(rule->takes & kp_name_kind(name)) || (rule->text && !is_text(kp_name_compared(name))))
        return kripa_fail(err, KRIPA_INVALID, "%s can't be asked for like this", cond->field);
    if (!rule->none &&
        (cond->values_count > KP_VALUES_MAX || (!rule->many && cond->values_count != 1)))
        return kripa_fail(err, KRIPA_INVALID, "%s: not this number of values", cond->field);
    if (cond->op == KRIPA_UNCHANGED && cond->values->kind != KRIPA_VALUE_RECORD)
        return kripa_fail(err, KRIPA_INVALID, "%s: SAME needs a record", cond->field);
    return KRIPA_OK;
}

/* The state of comparing two records column by column. */
struct comparing {
    struct kripa_arena *arena;
    struct kripa_error *err;
    bool same;
};

static enum kripa_status compare_columns(struct comparing *comparing,
                                         const struct kp_column *columns, size_t count,
                                         const char *left, const char *right);

static enum kripa_status compare_elements(struct comparing *comparing,
                                          const struct kp_column *column, const char *left,
                                          const char *right)
{
    struct kp_scalar one, other;
    if (column->items)
        return compare_columns(comparing, column->items->columns, column->items->count, left,
                               right);
    enum kripa_status status =
        kp_scalar_of_element(column, left, comparing->arena, &one, comparing->err);
    if (status == KRIPA_OK)
        status = kp_scalar_of_element(column, right, comparing->arena, &other, comparing->err);
    if (status == KRIPA_OK)
        comparing->same = kp_scalar_compare(&one, &other) == 0;
    return status;
}

/* An embedded record that may be absent counts as a list of at most one. */
static enum kripa_status compare_lists(struct comparing *comparing, const struct kp_column *column,
                                       const char *left, const char *right)
{
    const char *one, *other;
    size_t count = 1, other_count = 1;
    enum kripa_status status = KRIPA_OK;
    memcpy(&one, left + column->at, sizeof one);
    memcpy(&other, right + column->at, sizeof other);
    if (column->list) {
        memcpy(&count, left + column->count_at, sizeof count);
        memcpy(&other_count, right + column->count_at, sizeof other_count);
    }
    comparing->same = count == other_count && (count == 0 || !one == !other);
    for (size_t i = 0; i < count && one && comparing->same && status == KRIPA_OK; i++) {
        size_t at = i * kripa_field_element_size(column->field);
        status = compare_elements(comparing, column, one + at, other + at);
    }
    return status;
}

static enum kripa_status compare_columns(struct comparing *comparing,
                                         const struct kp_column *columns, size_t count,
                                         const char *left, const char *right)
{
    enum kripa_status status = KRIPA_OK;
    comparing->same = true;
    for (size_t i = 0; i < count && comparing->same && status == KRIPA_OK; i++) {
        struct kp_scalar one, other;
        if (columns[i].json) {
            status = compare_lists(comparing, &columns[i], left, right);
            continue;
        }
        status = kp_scalar_of_record(&columns[i], left, comparing->arena, &one, comparing->err);
        if (status == KRIPA_OK)
            status =
                kp_scalar_of_record(&columns[i], right, comparing->arena, &other, comparing->err);
        if (status == KRIPA_OK)
            comparing->same = kp_scalar_compare(&one, &other) == 0;
    }
    return status;
}

static enum kripa_status scalar_holds(const struct kp_column *column, const struct kripa_cond *cond,
                                      const void *record, struct kripa_arena *arena, bool *holds,
                                      struct kripa_error *err)
{
    enum kripa_op op = cond->op == KRIPA_IN ? KRIPA_EQ : cond->op;
    struct kp_scalar value, asked;
    enum kripa_status status = kp_scalar_of_record(column, record, arena, &value, err);
    *holds = cond->op == KRIPA_ABSENT && value.kind == KP_NULL;
    for (size_t i = 0; i < cond->values_count && !*holds && status == KRIPA_OK; i++) {
        status = kp_scalar_of_value(column, &cond->values[i], arena, &asked, err);
        *holds = status == KRIPA_OK && kp_scalar_holds(&value, op, &asked);
    }
    return status;
}

enum kripa_status kp_condition_holds(const struct kp_plan *plan, const struct kripa_cond *cond,
                                     const void *record, struct kripa_arena *arena, bool *holds,
                                     struct kripa_error *err)
{
    struct kp_name name;
    unsigned char elsewhere;
    *holds = false;
    enum kripa_status status = kp_condition_resolve(plan, cond, &name, &elsewhere, err);
    if (status != KRIPA_OK || elsewhere)
        return status;
    if (cond->op == KRIPA_UNCHANGED) {
        struct comparing comparing = {.arena = arena, .err = err};
        status =
            compare_columns(&comparing, name.column, name.count, record, cond->values->as.record);
        *holds = status == KRIPA_OK && comparing.same;
        return status;
    }
    bool comparable = kp_name_kind(&name) == KP_NAME_SCALAR && cond->op != KRIPA_PREFIX;
    return comparable ? scalar_holds(name.column, cond, record, arena, holds, err) : KRIPA_OK;
}
