/* SPDX-License-Identifier: MIT
 * By which names a JSON object has the fields of its table. */
#include <jansson.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "as_sent.h"
#include "json_member.h"

static bool is_said(json_t *value)
{
    return value && !json_is_null(value) &&
           !(json_is_string(value) && json_string_length(value) == 0);
}

/* If both names of a field were sent, the one with a value counts, and of two values the later
 * one. */
static const char *name_in(json_t *object, const struct kripa_field *field)
{
    const char *name, *found = field->name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        bool own = strcmp(name, field->name) == 0;
        if (is_said(value) && (own || (field->alias && strcmp(name, field->alias) == 0)))
            found = own ? field->name : field->alias;
    }
    return found;
}

static void tell_inside(json_t *value, const struct kripa_field *field, struct kp_path *path);

static void tell_object(json_t *object, const struct kripa_schema *of, struct kp_path *path)
{
    const struct kripa_field *field = kp_path_field(path, of);
    if (!field)
        return;
    const char *name = name_in(object, field);
    kp_path_name(path, name);
    tell_inside(json_object_get(object, name), field, path);
}

/* The rest of the path leads into the field's value. */
static void tell_inside(json_t *value, const struct kripa_field *field, struct kp_path *path)
{
    size_t index;
    if (kp_path_index(path, &index))
        value = json_array_get(value, index);
    if (field->item && kp_path_dot(path))
        tell_object(value, field->item, path);
}

static void tell_path(void *ctx, const struct kripa_schema *of, struct kp_path *path)
{
    tell_object(ctx, of, path);
}

void kripa_json_as_sent(const struct kripa_schema *schema, const char *text, size_t size,
                        struct kripa_error *err)
{
    json_t *object = json_loadb(text, size, JSON_DECODE_INT_AS_REAL, NULL);
    kp_as_sent(schema, tell_path, object, err);
    json_decref(object);
}

void kp_json_member_as_sent(const struct kripa_field *field, const char *text, struct kp_path *path)
{
    json_t *value = json_loads(text, JSON_DECODE_INT_AS_REAL, NULL);
    tell_inside(value, field, path);
    json_decref(value);
}
