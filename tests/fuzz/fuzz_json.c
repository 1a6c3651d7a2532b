/* SPDX-License-Identifier: MIT
 * Fuzz target: any bytes as a request's body, for any table, role and way of taking. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_choice choice;
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    kripa_given given;
    if (!fuzz_choose(&data, &size, &choice))
        return 0;
    void *record = kripa_arena_alloc(&arena, choice.schema->size, 1);
    if (!record)
        return 0;
    enum kripa_status status =
        kripa_json_decode(choice.schema, choice.input_mode, choice.role, (const char *)data, size,
                          &arena, record, &given, &err);
    fuzz_hold(&choice, status, &err, &arena, record, given);
    kripa_arena_clear(&arena);
    return 0;
}
