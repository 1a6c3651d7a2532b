/* SPDX-License-Identifier: MIT
 * The OpenAPI document follows the route table, and nothing in it points nowhere. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "in_process.h"

static struct in_process in;
static json_t *document;

static void begin(void)
{
    in_process_open(&in, kripad_routes, NULL, NULL);
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/openapi.json", NULL, NULL), 200);
    document =
        json_loadb(in.request.reply.body, in.request.reply.size, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(document);
}

static void end(void)
{
    json_decref(document);
    in_process_close(&in);
}

/* "/products/:id" is "/products/{id}" there. */
static const json_t *operation_of(const struct route *route)
{
    static const char *const keys[] = {"get", "post", "put", "patch", "delete"};
    char path[256];
    size_t size = 0;
    bool inside = false;
    for (const char *at = route->path; *at; at++) {
        if (inside && *at == '/')
            path[size++] = '}';
        inside = *at == ':' || (inside && *at != '/');
        path[size++] = *at == ':' ? '{' : *at;
    }
    if (inside)
        path[size++] = '}';
    path[size] = '\0';
    return json_object_get(json_object_get(json_object_get(document, "paths"), path),
                           keys[route->method]);
}

START_TEST(every_route_is_an_operation)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        const json_t *operation = operation_of(route);
        ck_assert_msg(operation, "%s %s", method_name(route->method), route->path);
        const char *good = route->flags & ROUTE_CREATES ? "201" : "200";
        const json_t *responses = json_object_get(operation, "responses");
        ck_assert_msg(json_object_get(responses, good), "%s: %s", route->path, good);
        ck_assert_ptr_nonnull(json_object_get(responses, "500"));
        ck_assert(!route->body == !json_object_get(operation, "requestBody"));
        ck_assert_uint_gt(strlen(json_string_value(json_object_get(operation, "summary"))), 0);
        bool open = route->who & KRIPA_GUESTS;
        ck_assert(open || json_array_size(json_object_get(operation, "security")) == 1);
        ck_assert(open || json_object_get(responses, "401"));
    }
}
END_TEST

START_TEST(operation_ids_differ)
{
    const char *path, *method;
    json_t *item, *operation, *seen = json_object();
    json_object_foreach(json_object_get(document, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            const char *id = json_string_value(json_object_get(operation, "operationId"));
            ck_assert_msg(!json_object_get(seen, id), "%s", id);
            json_object_set_new(seen, id, json_true());
        }
    }
    json_decref(seen);
}
END_TEST

static const json_t *follow(const char *ref)
{
    const json_t *at = document;
    char name[128];
    while (at && *ref) {
        ref += strspn(ref, "#/");
        size_t size = strcspn(ref, "/");
        snprintf(name, sizeof(name), "%.*s", (int)size, ref);
        at = json_object_get(at, name);
        ref += size;
    }
    return at;
}

static size_t check_refs(json_t *value)
{
    const char *key;
    json_t *member;
    size_t index, refs = 0;
    json_object_foreach(value, key, member)
    {
        if (strcmp(key, "$ref") == 0 && json_is_string(member)) {
            ck_assert_msg(follow(json_string_value(member)), "%s", json_string_value(member));
            refs++;
        }
        refs += check_refs(member);
    }
    json_array_foreach(value, index, member) refs += check_refs(member);
    return refs;
}

START_TEST(every_reference_leads_somewhere)
{
    ck_assert_uint_gt(check_refs(document), 20);
}
END_TEST

START_TEST(every_path_parameter_is_declared)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        size_t wanted = 0, found = 0, index;
        json_t *parameter;
        for (const char *at = route->path; (at = strchr(at, ':')); at++)
            wanted++;
        json_array_foreach(json_object_get(operation_of(route), "parameters"), index, parameter)
        {
            const char *where = json_string_value(json_object_get(parameter, "in"));
            found +=
                strcmp(where, "path") == 0 && json_is_true(json_object_get(parameter, "required"));
        }
        ck_assert_msg(found == wanted, "%s", route->path);
    }
}
END_TEST

START_TEST(the_document_can_be_revalidated)
{
    char header[128];
    snprintf(header, sizeof(header), "If-None-Match: %s", in_process_header(&in, "ETag"));
    ck_assert_uint_eq(
        in_process_ask(&in, "GET", "/api/openapi.json", NULL, (const char *const[]){header, NULL}),
        304);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("openapi");
    TCase *tests = tcase_create("document");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, every_route_is_an_operation);
    tcase_add_test(tests, operation_ids_differ);
    tcase_add_test(tests, every_reference_leads_somewhere);
    tcase_add_test(tests, every_path_parameter_is_declared);
    tcase_add_test(tests, the_document_can_be_revalidated);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
