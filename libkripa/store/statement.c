/* SPDX-License-Identifier: MIT
 * Queries and changes as text. */
#include "statement.h"

#include <string.h>

#include "base/json_stored.h"

/* Stands in the place of a value that is not printed. */
#define NO_VALUE "?"

static void put_id(struct kripa_writer *writer, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    kripa_write(writer, text);
}

static void put_text(struct kripa_writer *writer, struct kripa_text text)
{
    const char *at = kripa_arena_text(writer->arena, text.at, text.size);
    writer->failed |= !at;
    if (at)
        kripa_write_text(writer, at);
}

/* Writes a number by the meaning of its field: names of enums, rupees, instants. */
static void put_number(struct kripa_writer *writer, const struct kripa_field *field, int64_t number)
{
    char money[KRIPA_MONEY_TEXT_SIZE];
    switch (field->type) {
    case KRIPA_TYPE_ENUM:
        kripa_write_text(writer, field->names[number]);
        return;
    case KRIPA_TYPE_BOOL:
        kripa_write(writer, number ? "true" : "false");
        return;
    case KRIPA_TYPE_TIME:
        kripa_write_time(writer, number);
        return;
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        kripa_write_raw(writer, money, kripa_money_format(number, money));
        return;
    default:
        kripa_write_int(writer, number);
    }
}

/* A field that the table does not have might be a secret. */
static void put_value(struct kripa_writer *writer, const struct kripa_field *field,
                      const struct kripa_value *value, enum kp_printed printed)
{
    if (printed == KP_NAMES_ONLY || !field) {
        kripa_write(writer, NO_VALUE);
        return;
    }
    if (field->flags & KP_UNPRINTED) {
        kripa_write(writer, KP_UNPRINTED_MARK);
        return;
    }
    switch (value->kind) {
    case KRIPA_VALUE_NONE:
        kripa_write(writer, "none");
        return;
    case KRIPA_VALUE_ID:
        put_id(writer, value->as.id);
        return;
    case KRIPA_VALUE_INT:
        put_number(writer, field, value->as.number);
        return;
    case KRIPA_VALUE_TEXT:
        put_text(writer, value->as.text);
        return;
    case KRIPA_VALUE_RECORD:
        kp_write_stored_member(writer, field, value->as.record);
        return;
    }
}

static void put_condition(struct kripa_writer *writer, const struct kripa_schema *of,
                          const struct kripa_cond *cond, enum kp_printed printed)
{
    static const char *const words[] = {[KRIPA_EQ] = " = ",
                                        [KRIPA_NE] = " != ",
                                        [KRIPA_LT] = " < ",
                                        [KRIPA_LE] = " <= ",
                                        [KRIPA_GT] = " > ",
                                        [KRIPA_GE] = " >= ",
                                        [KRIPA_IN] = " in ",
                                        [KRIPA_PREFIX] = " begins ",
                                        [KRIPA_HAS] = " has ",
                                        [KRIPA_ABSENT] = " absent",
                                        [KRIPA_UNCHANGED] = " unchanged "};
    const struct kripa_field *field = kripa_field_stored(of, cond->field);
    kripa_write(writer, cond->field);
    kripa_write(writer, words[cond->op]);
    if (cond->op == KRIPA_ABSENT)
        return;
    for (size_t i = 0; i < cond->values_count; i++) {
        kripa_write(writer, i ? "|" : "");
        put_value(writer, field, &cond->values[i], printed);
    }
}

static void put_conditions(struct kripa_writer *writer, const char *word,
                           const struct kripa_schema *of, const struct kripa_cond *conds,
                           size_t count, enum kp_printed printed)
{
    for (size_t i = 0; i < count; i++) {
        kripa_write(writer, i ? " and " : word);
        put_condition(writer, of, &conds[i], printed);
    }
}

void kp_print_query(struct kripa_writer *writer, const struct kripa_query *query,
                    enum kp_printed printed)
{
    kripa_write(writer, query->of->collection);
    put_conditions(writer, " where ", query->of, query->conds, query->conds_count, printed);
    if (query->sort || query->descending) {
        kripa_write(writer, query->descending ? " sort -" : " sort ");
        kripa_write(writer, query->sort ? query->sort : "_id");
    }
    if (query->after.size)
        kripa_write(writer, " after a cursor");
    if (query->skip) {
        kripa_write(writer, " skip ");
        kripa_write_int(writer, query->skip);
    }
    if (query->limit) {
        kripa_write(writer, " limit ");
        kripa_write_int(writer, query->limit);
    }
}

static void put_element(struct kripa_writer *writer, const struct kripa_field *field,
                        const struct kripa_set *set, enum kp_printed printed)
{
    if (!set->element)
        put_value(writer, field, &set->value, printed);
    else if (printed == KP_NAMES_ONLY || !field || !field->item)
        kripa_write(writer, NO_VALUE);
    else
        kp_write_stored(writer, field->item, set->element);
}

static void put_set(struct kripa_writer *writer, const struct kripa_schema *of,
                    const struct kripa_set *set, enum kp_printed printed)
{
    static const char *const words[] = {[KRIPA_SET] = " = ",
                                        [KRIPA_ADD] = " += ",
                                        [KRIPA_UNSET] = " = none",
                                        [KRIPA_PUSH] = " push ",
                                        [KRIPA_PULL] = " pull "};
    const struct kripa_field *field = kripa_field_stored(of, set->field);
    kripa_write(writer, set->field);
    kripa_write(writer, words[set->op]);
    if (set->op == KRIPA_PUSH)
        put_element(writer, field, set, printed);
    else if (set->op != KRIPA_UNSET)
        put_value(writer, field, &set->value, printed);
}

static bool is_zero(const struct kripa_field *field, const void *record)
{
    const char *at = (const char *)record + field->at;
    size_t size = kripa_field_size(field), zeros = 0;
    while (zeros < size && at[zeros] == 0)
        zeros++;
    return zeros == size;
}

/* What a counter begins as: what is 0 is not worth a word. */
static void put_beginning(struct kripa_writer *writer, const struct kripa_schema *of,
                          const void *record)
{
    bool first = true;
    kripa_write(writer, "{");
    for (size_t i = 0; i < of->count; i++) {
        const struct kripa_field *field = &of->fields[i];
        if (is_zero(field, record))
            continue;
        kripa_write(writer, first ? "" : ",");
        kripa_write_text(writer, kripa_field_column(field));
        kripa_write(writer, ":");
        kp_write_stored_member(writer, field, record);
        first = false;
    }
    kripa_write(writer, "}");
}

static void put_record(struct kripa_writer *writer, const struct kripa_edit *edit)
{
    kripa_write(writer, " ");
    if (edit->kind == KRIPA_UPSERT_INCREMENT)
        put_beginning(writer, edit->of, edit->record);
    else
        kp_write_stored(writer, edit->of, edit->record);
}

static void print_edit(struct kripa_writer *writer, const struct kripa_edit *edit,
                       enum kp_printed printed)
{
    static const char *const verbs[] = {[KRIPA_INSERT] = "insert ",
                                        [KRIPA_UPDATE] = "update ",
                                        [KRIPA_DELETE] = "delete ",
                                        [KRIPA_UPSERT_INCREMENT] = "bump ",
                                        [KRIPA_SEQUENCE] = "number "};
    kripa_write(writer, verbs[edit->kind]);
    kripa_write(writer, edit->of->collection);
    if (printed == KP_WITH_VALUES) {
        kripa_write(writer, " ");
        put_id(writer, edit->key);
    }
    if (edit->record && printed == KP_WITH_VALUES)
        put_record(writer, edit);
    put_conditions(writer, " if ", edit->of, edit->conds, edit->conds_count, printed);
    for (size_t i = 0; i < edit->sets_count; i++) {
        kripa_write(writer, i ? ", " : " set ");
        put_set(writer, edit->of, &edit->sets[i], printed);
    }
    if (edit->into) {
        kripa_write(writer, " into ");
        kripa_write(writer, edit->into);
    }
    kripa_write(writer, "\n");
}

void kp_print_change(struct kripa_writer *writer, const struct kripa_change *change,
                     enum kp_printed printed)
{
    for (size_t i = 0; i < change->count; i++)
        print_edit(writer, &change->edits[i], printed);
}
