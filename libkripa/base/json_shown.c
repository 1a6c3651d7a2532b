/* SPDX-License-Identifier: MIT
 * Turns a record as it is shown into one as it may be sent, so that an export can be imported. */
#include <jansson.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "json_member.h"
#include "status.h"

static const struct kripa_field *settable(const struct kripa_schema *schema, enum kripa_role role,
                                          const char *name)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(field->flags & KRIPA_IGNORED) &&
            kripa_field_writable_by(schema, field) & KRIPA_MASK(role) &&
            (strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0)))
            return field;
    }
    return NULL;
}

/* Embedded records (such as a category's children) stay: whoever sends them should be told that
 * they are not taken. */
static bool is_only_shown(const struct kripa_schema *schema, enum kripa_role role, const char *name,
                          json_t *value)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (kripa_field_readable_by(schema, field) & KRIPA_MASK(role) &&
            strcmp(field->name, name) == 0)
            return field->type != KRIPA_TYPE_LIST || json_array_size(value) == 0;
    }
    return false;
}

/* What names an embedded record: its slug, which means the same in another shop, or else its id. */
static json_t *name_of(json_t *record)
{
    json_t *slug = json_object_get(record, "slug"), *id = json_object_get(record, "_id");
    return json_is_string(slug) ? slug : json_is_string(id) ? id : record;
}

static json_t *sent(const struct kripa_schema *schema, enum kripa_role role, json_t *shown);

static json_t *sent_list(const struct kripa_schema *item, enum kripa_role role, json_t *shown)
{
    size_t i;
    json_t *element, *list = json_array();
    json_array_foreach(shown, i, element)
    {
        json_t *made = json_is_object(element) ? sent(item, role, element) : json_incref(element);
        if (json_array_append_new(list, made) != 0) { /* out of memory (also if `made` is NULL) */
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *sent_value(const struct kripa_field *field, enum kripa_role role, json_t *shown)
{
    if (field && field->type == KRIPA_TYPE_TEXT && json_is_object(shown))
        return json_incref(name_of(shown));
    if (field && field->type == KRIPA_TYPE_LIST && json_is_array(shown))
        return sent_list(field->item, role, shown);
    return json_incref(shown);
}

/* If several names mean one field, one of them is sent. A name that no field has is sent, too, and
 * refused as always. */
static json_t *sent(const struct kripa_schema *schema, enum kripa_role role, json_t *shown)
{
    const char *name;
    json_t *value, *object = json_object();
    json_object_foreach(shown, name, value)
    {
        const struct kripa_field *field = settable(schema, role, name);
        bool is_twin =
            field && strcmp(field->name, name) != 0 && json_object_get(shown, field->name);
        if (is_twin || (!field && is_only_shown(schema, role, name, value)))
            continue;
        if (json_object_set_new(object, name, sent_value(field, role, value)) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

enum kripa_status kripa_json_sent(const struct kripa_schema *schema, enum kripa_role role,
                                  const char *text, size_t size, struct kripa_arena *arena,
                                  const char **out, struct kripa_error *err)
{
    json_t *shown;
    enum kripa_status status = kp_json_parse(text, size, &shown, err);
    if (status != KRIPA_OK)
        return status;
    json_t *object = json_is_object(shown) ? sent(schema, role, shown) : json_incref(shown);
    char *dumped =
        object ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
    *out = dumped ? kripa_arena_text(arena, dumped, strlen(dumped)) : NULL;
    free(dumped);
    json_decref(object);
    json_decref(shown);
    return *out ? KRIPA_OK : kp_no_memory(err);
}
