/* SPDX-License-Identifier: MIT
 * What the fuzz targets share. */
#include "fuzz.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void demand(bool holds, const char *what, const struct kripa_error *err)
{
    if (holds)
        return;
    fprintf(stderr, "%s: %s\n", what, err->message);
    abort();
}

static const struct kripa_schema *schema_named(const uint8_t *name, size_t size)
{
    size_t count = 0, sum = 0;
    for (; kripa_schemas[count]; count++)
        if (strlen(kripa_schemas[count]->name) == size &&
            memcmp(kripa_schemas[count]->name, name, size) == 0)
            return kripa_schemas[count];
    for (size_t i = 0; i < size; i++)
        sum += name[i];
    return kripa_schemas[sum % count];
}

bool fuzz_choose(const uint8_t **data, size_t *size, struct fuzz_choice *choice)
{
    const uint8_t *end = *size ? memchr(*data, '\n', *size) : NULL;
    size_t length = end ? (size_t)(end - *data) : 0;
    if (length < 4)
        return false;
    choice->schema = schema_named(*data, length - 4);
    choice->role = (enum kripa_role)((uint8_t)(end[-3] - '0') % KRIPA_ROLE_COUNT);
    choice->input_mode = end[-2] == 'p' ? KRIPA_PATCH : KRIPA_CREATE;
    choice->strict = end[-1] == 's';
    *size -= length + 1;
    *data = end + 1;
    return true;
}

static void hold_refusal(enum kripa_status status, const struct kripa_error *err)
{
    demand(status == KRIPA_INVALID || status == KRIPA_TOO_LARGE, "another status", err);
    demand(err->status == status, "the error has another status", err);
    demand(*err->message != '\0', "no reason", err);
    demand(kp_text_length(err->message) > 0, "a reason that is no UTF-8", err);
    for (size_t i = 0; i < err->fields_count; i++)
        demand(kp_text_length(err->fields[i].path) >= 0 && *err->fields[i].message,
               "a bad field without path or reason", err);
}

void fuzz_hold(const struct fuzz_choice *choice, enum kripa_status status,
               const struct kripa_error *err, struct kripa_arena *arena, void *record,
               kripa_given given)
{
    if (status != KRIPA_OK) {
        hold_refusal(status, err);
        return;
    }
    struct kripa_error again = {0};
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write_record(&writer, choice->schema, record, choice->role);
    json_error_t error;
    json_t *read = json_loadb(writer.at, writer.size, 0, &error);
    if (!read)
        kripa_fail(&again, KRIPA_INTERNAL, "%s in %s", error.text, writer.at);
    demand(read, "what was written is no JSON", &again);
    json_decref(read);
    status = kripa_record_check(choice->schema, choice->input_mode, choice->role, arena, record,
                                given, &again);
    demand(status == KRIPA_OK, "the check refuses what the reader took", &again);
}
