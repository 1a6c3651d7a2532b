/* SPDX-License-Identifier: MIT
 * What the fuzz targets share: which table and role an input's first line chooses, and what must
 * hold whatever comes. */
#ifndef FUZZ_H
#define FUZZ_H

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

struct fuzz_choice {
    const struct kripa_schema *schema;
    enum kripa_role role;
    enum kripa_input_mode input_mode;
    bool strict;
};

/* Takes the first line off the input: a table's name, a role's number, w(hole) or p(artial), and
 * s(trict) or l(ax) pairs, as in "product_filter 0pl". Any other line chooses something too. False
 * when there is none. */
bool fuzz_choose(const uint8_t **data, size_t *size, struct fuzz_choice *choice);
/* Ends the program unless: a refusal names a reason in UTF-8; what was taken passes the check of
 * structs, and can be written. */
void fuzz_hold(const struct fuzz_choice *choice, enum kripa_status status,
               const struct kripa_error *err, struct kripa_arena *arena, void *record,
               kripa_given given);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
