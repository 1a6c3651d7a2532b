/* SPDX-License-Identifier: MIT
 * The value at an iterator. */
#include "values.h"

bool kp_bson_same(const bson_iter_t *a, const bson_iter_t *b)
{
    bson_t of_a = BSON_INITIALIZER, of_b = BSON_INITIALIZER;
    bson_append_iter(&of_a, "", 0, a);
    bson_append_iter(&of_b, "", 0, b);
    bool same = bson_equal(&of_a, &of_b);
    bson_destroy(&of_a);
    bson_destroy(&of_b);
    return same;
}

bool kp_bson_inside(const bson_iter_t *iter, bson_t *out)
{
    const uint8_t *data = NULL;
    uint32_t size = 0;
    if (BSON_ITER_HOLDS_DOCUMENT(iter))
        bson_iter_document(iter, &size, &data);
    else if (BSON_ITER_HOLDS_ARRAY(iter))
        bson_iter_array(iter, &size, &data);
    return data && bson_init_static(out, data, size);
}
