/* SPDX-License-Identifier: MIT
 * See edit.h. How an edit's conditions and sets are carried out, each store decides for itself. */
#include "edit.h"

#include <string.h>

enum kripa_status kp_edit_senseless(const char *field, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_INVALID, "%s can't be set like this", field);
}

enum kripa_status kp_edit_unknown(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_INVALID, "no such kind of edit");
}

enum kripa_status kp_edit_no_match(const struct kp_plan *plan, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_CONFLICT, "the %s was changed meanwhile, or is gone",
                      plan->schema->name);
}

enum kripa_status kp_edit_taken(const struct kp_column *column, struct kripa_error *err)
{
    if (column)
        return kripa_fail_field(err, KRIPA_EXISTS, column->path, "is taken already");
    return kripa_fail(err, KRIPA_EXISTS, "a value that must be unique is taken already");
}

static enum kripa_status no_field(const struct kp_plan *plan, const char *field,
                                  struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_INVALID, "%s has no stored field %s", plan->schema->name, field);
}

static bool is_number(const struct kp_column *column)
{
    return strcmp(kp_column_type(column), "INTEGER") == 0;
}

/* An embedded record is set or unset as a whole; its columns are adjacent. */
static bool makes_sense(const struct kripa_set *set, const struct kp_name *name)
{
    const struct kp_column *column = name->column;
    enum kripa_value_kind kind = set->value.kind;
    if (name->item || column->index == 0) /* index 0 of an element is its _id */
        return false;
    switch (set->op) {
    case KRIPA_SET:
        return kind == KRIPA_VALUE_RECORD || (name->count == 1 && !column->json) ||
               (name->count == 1 && kind == KRIPA_VALUE_NONE);
    case KRIPA_ADD:
        return name->count == 1 && is_number(column) && kind == KRIPA_VALUE_INT;
    case KRIPA_UNSET:
        return true;
    case KRIPA_PUSH:
    case KRIPA_PULL:
        return name->count == 1 && column->list;
    }
    return false;
}

enum kripa_status kp_edit_resolve(const struct kp_plan *plan, const struct kripa_edit *edit,
                                  struct kp_name names[KP_SETS_MAX], struct kripa_error *err)
{
    if (edit->sets_count > KP_SETS_MAX)
        return kripa_fail(err, KRIPA_INVALID, "more than %d sets", KP_SETS_MAX);
    for (size_t i = 0; i < edit->sets_count; i++) {
        const struct kripa_set *set = &edit->sets[i];
        names[i] = kp_plan_name(plan, set->field);
        if (!names[i].column)
            return no_field(plan, set->field, err);
        if (!makes_sense(set, &names[i]))
            return kp_edit_senseless(set->field, err);
    }
    return KRIPA_OK;
}

enum kripa_status kp_edit_counter(const struct kp_plan *plan, const struct kripa_edit *edit,
                                  const struct kp_column **counter, int64_t *by,
                                  struct kripa_error *err)
{
    struct kp_name name = {0};
    if (edit->sets_count > 0)
        name = kp_plan_name(plan, edit->sets[0].field);
    if (!name.column || name.item || !is_number(name.column))
        return kripa_fail(err, KRIPA_INVALID, "SEQUENCE needs a counter");
    const struct kripa_value *value = &edit->sets[0].value;
    *counter = name.column;
    *by = value->kind == KRIPA_VALUE_INT ? value->as.number : 1;
    return KRIPA_OK;
}

enum kripa_status kp_edit_into(const struct kp_plan *plan, const char *into,
                               const struct kp_column **column, struct kripa_error *err)
{
    struct kp_name name = kp_plan_name(plan, into);
    *column = name.column;
    if (!name.column || name.count > 1 || name.item || name.column->field->type != KRIPA_TYPE_INT)
        return no_field(plan, into, err);
    return KRIPA_OK;
}
