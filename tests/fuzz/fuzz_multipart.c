/* SPDX-License-Identifier: MIT
 * Fuzz target: a line that is the Content-Type, and a form, read whole and in pieces. What comes of
 * it must not depend on the pieces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form_text.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t piece = 1 + size % 40;
    char *whole = form_text_of((const char *)data, size, size + 1);
    char *pieces = form_text_of((const char *)data, size, piece);
    if (strcmp(whole, pieces) != 0) {
        fprintf(stderr, "whole:\n%sin pieces of %zu:\n%s", whole, piece, pieces);
        abort();
    }
    free(whole);
    free(pieces);
    return 0;
}
