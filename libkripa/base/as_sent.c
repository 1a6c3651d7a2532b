/* SPDX-License-Identifier: MIT
 * See as_sent.h. */
#include "as_sent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t name_size(const struct kp_path *path)
{
    return strcspn(path->left, ".[");
}

const struct kripa_field *kp_path_field(const struct kp_path *path, const struct kripa_schema *of)
{
    size_t size = name_size(path);
    for (size_t i = 0; i < of->count; i++) {
        const struct kripa_field *field = &of->fields[i];
        unsigned set = kripa_field_writable_by(of, field);
        if (set && set != KRIPA_NOBODY && strncmp(field->name, path->left, size) == 0 &&
            field->name[size] == '\0')
            return field;
    }
    return NULL;
}

static void tell(struct kp_path *path, const char *text, size_t size)
{
    size_t told = strlen(path->told), room = sizeof path->told - 1 - told;
    if (size > room)
        size = room;
    memcpy(path->told + told, text, size);
    path->told[told + size] = '\0';
}

void kp_path_name(struct kp_path *path, const char *name)
{
    tell(path, name, strlen(name));
    path->left += name_size(path);
}

bool kp_path_index(struct kp_path *path, size_t *index)
{
    const char *end = *path->left == '[' ? strchr(path->left, ']') : NULL;
    if (!end)
        return false;
    *index = strtoul(path->left + 1, NULL, 10);
    tell(path, path->left, (size_t)(end + 1 - path->left));
    path->left = end + 1;
    return true;
}

bool kp_path_dot(struct kp_path *path)
{
    if (*path->left != '.')
        return false;
    tell(path, path->left++, 1);
    return true;
}

void kp_as_sent(const struct kripa_schema *of, kp_path_fn *tell_path, void *ctx,
                struct kripa_error *err)
{
    for (size_t i = 0; err && i < err->fields_count; i++) {
        struct kripa_error_field *field = &err->fields[i];
        struct kp_path path = {.left = field->path};
        tell_path(ctx, of, &path);
        tell(&path, path.left, strlen(path.left));
        if (strcmp(path.told, field->path) == 0)
            continue;
        memcpy(field->path, path.told, sizeof path.told);
        if (i == 0)
            snprintf(err->message, sizeof err->message, "%s: %s", field->path, field->message);
    }
}
