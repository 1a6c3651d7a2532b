/* SPDX-License-Identifier: MIT
 * Bad fields by the names that the JSON gave them: a path is walked through the tables and through
 * what was sent, side by side. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "check.h"
#include "spelling.h"

/* Walks the rest of a path ("items[1].product") and writes it as it was sent. */
static void walk(struct kp_check *check, const struct kripa_schema *schema, json_t *object,
                 const char *path)
{
    char name[KRIPA_ERROR_PATH_SIZE];
    size_t size = strcspn(path, ".[");
    snprintf(name, sizeof name, "%.*s", (int)size, path);
    const struct kripa_field *row = schema ? kp_check_find(check, schema, name) : NULL;
    bool by_alias =
        row && row->alias && !json_object_get(object, name) && json_object_get(object, row->alias);
    const char *sent = by_alias ? row->alias : name;
    json_t *inside = json_object_get(object, sent);
    kp_check_enter(check, sent, 0);
    path += size;
    if (*path == '[') {
        char *end;
        size_t index = strtoul(path + 1, &end, 10);
        kp_check_enter(check, NULL, index);
        inside = json_array_get(inside, index);
        path = end + (*end == ']');
    }
    if (*path == '.')
        walk(check, row ? row->item : NULL, inside, path + 1);
}

void kripa_json_respell(const struct kripa_schema *schema, enum kripa_role role, const char *text,
                        size_t size, struct kripa_error *err)
{
    json_t *object = json_loadb(text, size, JSON_DECODE_INT_AS_REAL, NULL);
    for (size_t i = 0; object && i < err->fields_count; i++) {
        struct kp_check check = kp_check_in(NULL, role, NULL);
        walk(&check, schema, object, err->fields[i].path);
        kp_respell(&err->fields[i], err, check.path);
    }
    json_decref(object);
}
