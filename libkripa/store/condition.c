/* SPDX-License-Identifier: MIT
 * Which operator goes with what, and what can be grouped. */
#include "condition.h"

#include <string.h>

static const struct rule {
    unsigned takes;        /* kinds of names */
    bool many, none, text; /* of its values; text: only of texts */
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
    [KRIPA_SAME] = {KP_NAME_SCALAR | KP_NAME_LIST | KP_NAME_OBJECT | KP_NAME_GROUP},
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
    if (!name->column && cond->op != KRIPA_SAME)
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
    return KRIPA_OK;
}

static const struct kp_column *list_of(const struct kp_name *name)
{
    return name->column && (name->item || name->column->list) ? name->column : NULL;
}

enum kripa_status kp_group_resolve(const struct kp_plan *plan, struct kripa_group group,
                                   struct kp_group *out, struct kripa_error *err)
{
    *out = (struct kp_group){0};
    if (group.by)
        out->by = kp_plan_name(plan, group.by);
    if (group.sum)
        out->sum = kp_plan_name(plan, group.sum);
    out->key = out->by.column ? kp_name_compared(&out->by) : NULL;
    out->summed = out->sum.column ? kp_name_compared(&out->sum) : NULL;
    out->list = list_of(&out->by) ? list_of(&out->by) : list_of(&out->sum);
    bool wrong = (group.by && (!out->key || out->by.count > 1 || out->key->items)) ||
                 (group.sum && (!out->summed || out->sum.count > 1 ||
                                strcmp(kp_column_type(out->summed), "INTEGER") != 0)) ||
                 (out->list && out->sum.item && out->sum.column != out->list);
    if (wrong)
        return kripa_fail(err, KRIPA_INVALID, "%s can't be grouped like this", plan->schema->name);
    return KRIPA_OK;
}
