/* SPDX-License-Identifier: MIT
 * Every call of the shop's front end, in a shop's life through all routes (story.h): each answer
 * has the members that the front end reads, of the types it expects. front_end.json lists the calls
 * with the shapes of `data`: an object with its members, a name that ends in ? for one that may be
 * absent; an array of one shape; "text", "number", "bool", "id", "time" or "any"; "@name" of a
 * shape; "... or null". That nothing else is shown reply_fits sees to. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <jansson.h>

#include "routes.h"
#include "story.h"
#include "suite.h"

#define WHERE_SIZE 300

static struct walk walk;
static json_t *wanted, *shapes, *calls;
static json_t *seen; /* each optional member of a named shape, as "@product.sku" */

static void begin(void)
{
    json_error_t error;
    wanted = json_load_file(KRIPA_SOURCE_DIR "/tests/http/front_end.json", 0, &error);
    ck_assert_msg(wanted != NULL, "line %d: %s", error.line, error.text);
    shapes = json_object_get(wanted, "shapes");
    calls = json_object_get(wanted, "calls");
    seen = json_object();
    walk_open(&walk);
}

static void end(void)
{
    walk_close(&walk);
    json_decref(seen);
    json_decref(wanted);
}

static bool is_id(const json_t *value)
{
    struct kripa_id id;
    return json_is_string(value) && kripa_id_parse(json_string_value(value), &id);
}

static bool is_time(const json_t *value)
{
    static const char form[] = "0000-00-00T00:00:00.000Z";
    const char *text = json_string_value(value);
    if (!text || strlen(text) != strlen(form))
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
    return true;
}

static bool is_of_type(const char *type, const json_t *value)
{
    return strcmp(type, "any") == 0      ? true
           : strcmp(type, "text") == 0   ? json_is_string(value)
           : strcmp(type, "number") == 0 ? json_is_number(value)
           : strcmp(type, "bool") == 0   ? json_is_boolean(value)
           : strcmp(type, "id") == 0     ? is_id(value)
           : strcmp(type, "time") == 0   ? is_time(value)
                                         : false;
}

static void check(const char *where, const char *shape_name, const json_t *shape,
                  const json_t *value);

static void check_object(const char *where, const char *shape_name, const json_t *shape,
                         const json_t *value)
{
    const char *key;
    const json_t *of;
    ck_assert_msg(json_is_object(value), "%s is no object", where);
    json_object_foreach((json_t *)(uintptr_t)shape, key, of)
    {
        char name[64], at[WHERE_SIZE];
        size_t size = strcspn(key, "?");
        snprintf(name, sizeof name, "%.*s", (int)size, key);
        snprintf(at, sizeof at, "%s.%s", where, name);
        const json_t *member = json_object_get(value, name);
        ck_assert_msg(member || key[size], "%s is missing", at);
        if (!member)
            continue;
        if (shape_name && key[size])
            json_object_set_new(seen, walk_text(&walk, "%s.%s", shape_name, name), json_true());
        check(at, NULL, of, member);
    }
}

static void check_named(const char *where, const char *text, const json_t *value)
{
    char type[64];
    const char *null = strstr(text, " or null");
    if (null && json_is_null(value))
        return;
    snprintf(type, sizeof type, "%.*s", null ? (int)(null - text) : (int)strlen(text), text);
    if (*type != '@') {
        ck_assert_msg(is_of_type(type, value), "%s is no %s", where, type);
        return;
    }
    const json_t *shape = json_object_get(shapes, type + 1);
    ck_assert_msg(shape != NULL, "no shape is called %s", type);
    check(where, type, shape, value);
}

static void check(const char *where, const char *shape_name, const json_t *shape,
                  const json_t *value)
{
    if (json_is_object(shape)) {
        check_object(where, shape_name, shape, value);
    } else if (json_is_array(shape)) {
        ck_assert_msg(json_is_array(value), "%s is no array", where);
        for (size_t i = 0; i < json_array_size(value); i++)
            check(walk_text(&walk, "%s[%zu]", where, i), NULL, json_array_get(shape, 0),
                  json_array_get(value, i));
    } else {
        check_named(where, json_string_value(shape), value);
    }
}

/* Whether the front end may call it: all of the API but what is for programs that watch it. */
static bool is_for_front_end(const struct route *route)
{
    return strncmp(route->path, "/api/", strlen("/api/")) == 0 &&
           strcmp(route->path, "/api/openapi.json") != 0 &&
           strncmp(route->path, "/api/media/", strlen("/api/media/")) != 0;
}

/* Each answer with success that the story got, from the file where the walk wrote them down. */
static void check_answers(const char *path)
{
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    while (getline(&line, &size, file) > 0) {
        json_t *answer = json_loads(line, 0, NULL), *status = json_object_get(answer, "status");
        const char *call =
            walk_text(&walk, "%s %s", json_string_value(json_object_get(answer, "method")),
                      json_string_value(json_object_get(answer, "route")));
        const json_t *shape = json_object_get(calls, call);
        if (shape && json_integer_value(status) < 300) {
            json_object_set_new(seen, call, json_true());
            check(call, NULL, shape, json_object_get(json_object_get(answer, "body"), "data"));
        }
        json_decref(answer);
    }
    free(line);
    fclose(file);
}

START_TEST(every_call_is_answered_in_its_shape)
{
    const char *call, *name, *key;
    json_t *shape, *of;
    const char *path = walk_text(&walk, "%s/answers", walk.shop.store.folder);
    setenv("KRIPA_RECORD_ANSWERS", path, 1);
    story_tell(&walk);
    unsetenv("KRIPA_RECORD_ANSWERS");
    check_answers(path);
    json_object_foreach(calls, call, shape)
        ck_assert_msg(json_object_get(seen, call), "%s was never answered", call);
    for (const struct route *route = kripad_routes; route->path; route++)
        ck_assert_msg(!is_for_front_end(route) || json_object_get(calls, walk_name(&walk, route)),
                      "%s has no shape in front_end.json", walk_name(&walk, route));
    json_object_foreach(shapes, name, shape) json_object_foreach(shape, key, of) ck_assert_msg(
        !strchr(key, '?') ||
            json_object_get(seen, walk_text(&walk, "@%s.%.*s", name, (int)strcspn(key, "?"), key)),
        "%s of %s was never seen", key, name);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("front end", begin, end, every_call_is_answered_in_its_shape);
}
